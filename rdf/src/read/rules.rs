//! Findings of reading.

use crate::rule::Rule;
use model::Severity::{self, Error, Notice, Warning};

const fn rule(
    code: &'static str,
    severity: Severity,
    sv: &'static str,
    en: &'static str,
    fix: (&'static str, &'static str),
) -> Rule {
    Rule { code, severity, sv, en, fix, example: None }
}

macro_rules! rules {
    ($($name:ident = $code:literal, $severity:ident, $sv:literal, $en:literal, $fix_sv:literal, $fix_en:literal;)*) => {
        $(pub(crate) const $name: Rule = rule($code, $severity, $sv, $en, ($fix_sv, $fix_en));)*
        /// All rules of reading, for documentation.
        pub(crate) const RULES: &[Rule] = &[$($name),*];
    };
}

rules! {
    EMPTY = "read-empty", Error,
        "Svaret är tomt.",
        "The answer is empty.",
        "Kontrollera exporten: filen ska innehålla hela katalogen.",
        "Check the export: the file should hold the whole catalog.";
    HTML = "read-html", Error,
        "Detta är en HTML-sida, inte RDF.",
        "This is an HTML page, not RDF.",
        "Ange adressen till själva RDF-filen, inte till en webbsida om den.",
        "Give the address of the RDF file itself, not of a web page about it.";
    NOT_RDF = "read-not-rdf", Error,
        "Dokumentet är inte RDF: {what_sv}.",
        "The document is not RDF: {what_en}.",
        "Publicera katalogen som RDF/XML, Turtle eller JSON-LD.",
        "Publish the catalog as RDF/XML, Turtle or JSON-LD.";
    UNPACK_LIMIT = "read-unpack-limit", Error,
        "Den packade filen växer över gränsen ({limit}). Resten lästes inte.",
        "The compressed file grows beyond the limit ({limit}). The rest was not read.",
        "Publicera filen opackad eller dela upp den.",
        "Publish the file uncompressed or split it.";
    UNPACK = "read-unpack", Error,
        "Den packade filen är skadad eller avbruten. Det som gick att packa upp lästes.",
        "The compressed file is damaged or truncated. What could be unpacked was read.",
        "Packa filen på nytt.",
        "Compress the file again.";
    ENCODING = "read-encoding", Warning,
        "Texten är inte giltig UTF-8. {count} byte lästes som {encoding}.",
        "The text is not valid UTF-8. {count} bytes were read as {encoding}.",
        "Spara filen som UTF-8.",
        "Save the file as UTF-8.";
    ENCODING_DECLARED = "read-encoding-declared", Warning,
        "Filen säger sig vara `{encoding}` men är UTF-8, och lästes så.",
        "The file says it is `{encoding}` but it is UTF-8, and was read as such.",
        "Rätta encoding i XML-deklarationen eller charset i Content-Type.",
        "Correct encoding in the XML declaration or charset in Content-Type.";
    TRANSCODED = "read-transcoded", Notice,
        "Filen är kodad i {encoding} och gjordes om till UTF-8.",
        "The file is encoded in {encoding} and was converted to UTF-8.",
        "Spara gärna filen som UTF-8.",
        "Preferably save the file as UTF-8.";
    LEADING = "read-leading", Warning,
        "Text före dokumentets början hoppades över.",
        "Text before the start of the document was skipped.",
        "Ta bort det som står före dokumentet (ofta ett felmeddelande från servern).",
        "Remove what stands before the document (often an error message of the server).";
    TRAILING = "read-trailing", Warning,
        "Text efter dokumentets slut hoppades över.",
        "Text after the end of the document was skipped.",
        "Ta bort det som står efter dokumentet.",
        "Remove what stands after the document.";
    WRAPPED = "read-wrapped", Notice,
        "RDF ligger i ett annat dokument (rotelement `{name}`). Det omgivande hoppades över.",
        "RDF lies within another document (root element `{name}`). What is around it was skipped.",
        "Ange adressen till RDF-filen själv om det finns en.",
        "Give the address of the RDF file itself if there is one.";
    SEVERAL = "read-several", Warning,
        "Filen består av {count} dokument efter varandra. Alla lästes.",
        "The file consists of {count} documents one after the other. All of them were read.",
        "Publicera ett dokument.",
        "Publish one document.";
    MANY_ATTRIBUTES = "read-xml-attributes", Warning,
        "Taggen har fler än {limit} attribut. Namnrymder som ingen använder och det som är för mycket hoppades över.",
        "The tag has more than {limit} attributes. Namespaces that nobody uses and what is too much were skipped.",
        "Deklarera bara de namnrymder som används.",
        "Declare only the namespaces that are used.";
    SYNTAX = "read-syntax", Error,
        "Syntaxfel: {error}. Det som inte gick att läsa hoppades över.",
        "Syntax error: {error}. What could not be read was skipped.",
        "Rätta felet på den angivna raden.",
        "Correct the error on the given line.";
    SYNTAX_MORE = "read-syntax-more", Error,
        "Ytterligare {count} syntaxfel visas inte.",
        "{count} more syntax errors are not shown.",
        "", "";
    CUT = "read-cut", Error,
        "Elementet `{name}` gick inte att läsa ({error}) och hoppades över.",
        "The element `{name}` could not be read ({error}) and was skipped.",
        "Rätta felet på den angivna raden.",
        "Correct the error on the given line.";
    TRUNCATED = "read-truncated", Error,
        "Dokumentet är avbrutet: det slutar innan det är färdigt. Det som kom fram lästes.",
        "The document is truncated: it ends before it is finished. What arrived was read.",
        "Kontrollera att exporten skrivs färdigt innan den publiceras.",
        "Check that the export is written to its end before it is published.";
    UNCLOSED = "read-xml-unclosed", Error,
        "Elementet `{name}` stängs aldrig. Det stängdes där det omgivande elementet slutar.",
        "The element `{name}` is never closed. It was closed where the surrounding element ends.",
        "Lägg till den saknade sluttaggen.",
        "Add the missing end tag.";
    NESTED = "read-xml-nested", Error,
        "Elementet `{name}` beskriver en resurs men står direkt i en annan resurs, utan egenskap emellan. Det lästes för sig.",
        "The element `{name}` describes a resource but stands directly within another resource, without a property between. It was read by itself.",
        "Lägg den i en egenskap, till exempel dcat:dataset eller dcat:distribution.",
        "Put it into a property, for example dcat:dataset or dcat:distribution.";
    STRAY_END = "read-xml-stray-end", Error,
        "Sluttaggen `{name}` hör inte till något öppet element och hoppades över.",
        "The end tag `{name}` belongs to no open element and was skipped.",
        "Ta bort eller rätta sluttaggen.",
        "Remove or correct the end tag.";
    AMPERSAND = "read-xml-ampersand", Warning,
        "Tecknet `&` måste skrivas `&amp;` i XML. Det lästes som ett vanligt tecken.",
        "The character `&` must be written `&amp;` in XML. It was read as a plain character.",
        "Skriv `&amp;`.",
        "Write `&amp;`.";
    BAD_TAG = "read-xml-tag", Error,
        "Taggen går inte att tolka och lästes som text eller rättades.",
        "The tag cannot be understood and was read as text or corrected.",
        "Skriv `&lt;` för tecknet `<` och citattecken runt attributvärden.",
        "Write `&lt;` for the character `<` and quotes around attribute values.";
    UNBOUND_PREFIX = "read-prefix", Warning,
        "Prefixet `{name}` är inte deklarerat. Det tolkades som `{iri}`.",
        "The prefix `{name}` is not declared. It was taken to mean `{iri}`.",
        "Deklarera prefixet.",
        "Declare the prefix.";
    UNKNOWN_PREFIX = "read-prefix-unknown", Error,
        "Prefixet `{name}` är inte deklarerat och är inte känt. Det fick en tillfällig namnrymd.",
        "The prefix `{name}` is not declared and not known. It got a makeshift namespace.",
        "Deklarera prefixet.",
        "Declare the prefix.";
    DUPLICATE_ATTRIBUTE = "read-xml-attribute", Warning,
        "Attributet `{name}` anges två gånger. Det första gäller.",
        "The attribute `{name}` is given twice. The first one holds.",
        "Ta bort det ena.",
        "Remove one of them.";
    ENTITIES = "read-xml-entities", Error,
        "DOCTYPE innehåller entiteter som vi inte läser ({reason}). De lämnades outvecklade.",
        "The DOCTYPE holds entities that we do not read ({reason}). They were left as they are.",
        "Skriv texten direkt i stället för med entiteter.",
        "Write the text itself instead of entities.";
    DEPTH = "read-depth", Error,
        "Dokumentet är nästlat djupare än {limit} nivåer. Det som ligger djupare lästes inte.",
        "The document is nested deeper than {limit} levels. What lies deeper was not read.",
        "", "";
    GRAPHS = "read-graphs", Notice,
        "Dokumentet har {count} namngivna grafer. De lästes som en.",
        "The document has {count} named graphs. They were read as one.",
        "", "";
    REMOTE_CONTEXT = "read-jsonld-context", Error,
        "JSON-LD-kontexten `{iri}` hämtas inte och är inte känd. Det som beror på den gick inte att läsa.",
        "The JSON-LD context `{iri}` is not fetched and not known. What depends on it could not be read.",
        "Skriv kontexten i själva dokumentet.",
        "Write the context into the document itself.";
    DUPLICATE_KEY = "read-json-duplicate-key", Warning,
        "Nyckeln `{name}` förekommer flera gånger i samma JSON-objekt. Alla värden lästes.",
        "The key `{name}` appears several times in one JSON object. All values were read.",
        "Skriv värdena som en lista under en nyckel.",
        "Write the values as a list under one key.";
    NO_CONTEXT = "read-jsonld-context", Error,
        "JSON-LD-dokumentet saknar en användbar `@context` ({sv}). De vanliga prefixen antogs.",
        "The JSON-LD document has no usable `@context` ({en}). The usual prefixes were assumed.",
        "Skriv en kontext i själva dokumentet.",
        "Write a context into the document itself.";
    JSON_COMMENT = "read-json-comment", Warning,
        "JSON har inga kommentarer. Den hoppades över.",
        "JSON has no comments. It was skipped.",
        "Ta bort kommentaren.",
        "Remove the comment.";
    JSON_COMMA = "read-json-comma", Warning,
        "Ett kommatecken saknas eller är för mycket. Värdena lästes.",
        "A comma is missing or too much. The values were read.",
        "Rätta kommatecknet.",
        "Correct the comma.";
    SALVAGED = "read-json-salvaged", Error,
        "Ett citattecken eller en parentes saknas eller är för mycket. {count} objekt efter felet hittades ändå och lästes.",
        "A quote or a bracket is missing or too much. {count} objects behind the fault were found all the same and read.",
        "Rätta JSON: kör filen genom en JSON-granskare.",
        "Correct the JSON: run the file through a JSON checker.";
    JSON_LANGUAGE = "read-jsonld-language", Warning,
        "Språktaggen är ogiltig; texten skulle falla bort i JSON-LD. Taggen rättades eller togs bort.",
        "The language tag is invalid; the text would be lost in JSON-LD. The tag was corrected or removed.",
        "Ange en giltig språkkod, till exempel `sv` eller `en`.",
        "Give a valid language code, for example `sv` or `en`.";
    ESCAPE = "read-escape", Warning,
        "Omvänt snedstreck följs av ett tecken som det inte kan stå framför. Det lästes som ett vanligt tecken.",
        "A backslash stands before a character that it cannot stand before. It was read as a plain character.",
        "Skriv `\\\\` för tecknet `\\` i texter och `%5C` i adresser.",
        "Write `\\\\` for the character `\\` in texts and `%5C` in addresses.";
    ODD_SPACE = "read-space", Warning,
        "Hårda blanksteg står där vanliga ska stå. De lästes som vanliga.",
        "Non-breaking spaces stand where plain ones belong. They were read as plain ones.",
        "Skriv vanliga blanksteg.",
        "Write plain spaces.";
    DROPPED = "read-jsonld-dropped", Error,
        "Värdet är ingen giltig IRI och föll bort i JSON-LD.",
        "The value is no valid IRI and was lost in JSON-LD.",
        "Skriv en fullständig IRI.",
        "Write a complete IRI.";
    JSON_IRI = "read-jsonld-iri", Warning,
        "IRI:n innehåller otillåtna tecken och skulle falla bort i JSON-LD. De procentkodades.",
        "The IRI has illegal characters and would be lost in JSON-LD. They were percent-encoded.",
        "Procentkoda tecknen.",
        "Percent-encode the characters.";
    LENIENT = "read-lenient", Notice,
        "Strikt läsning misslyckades ({error}). Dokumentet lästes överseende och varje IRI och språktagg granskades.",
        "Strict reading failed ({error}). The document was read leniently and every IRI and language tag was checked.",
        "", "";
}
