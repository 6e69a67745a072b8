//! Languages (`dcterms:language`).
//! Terms and labels: DCAT-AP-SE 3.0.1 (Digg, CC BY 4.0); further
//! terms (languages of the Nordic countries, minority and large immigrant languages of Sweden): EU Vocabularies (Publications Office, reuse decision 2011/833/EU).
//! The twins of the Library of Congress (`id.loc.gov/vocabulary/iso639-1/`) are mapped by ISO 639-1 code.

use super::Vocabulary;
use super::vocabulary::terms;

/// The vocabulary.
pub static LANGUAGES: Vocabulary = Vocabulary {
    name: "language",
    scheme: "http://publications.europa.eu/resource/authority/language",
    terms: terms! { "http://publications.europa.eu/resource/authority/language/";
    "SQI", "albanska", "Albanian";
    "ARA", "arabiska", "Arabic";
    "HYE", "armeniska", "Armenian";
    "AZE", "azerbajdzjanska", "Azerbaijani";
    "EUS", "baskiska", "Basque";
    "BEL", "vitryska", "Belarusian";
    "BEN", "bengali", "Bengali";
    "BOS", "bosniska", "Bosnian";
    "BRE", "bretonska", "Breton";
    "BUL", "bulgariska", "Bulgarian";
    "CAT", "katalanska", "Catalan";
    "ZHO", "kinesiska", "Chinese";
    "COS", "korsikanska", "Corsican";
    "HRV", "kroatiska", "Croatian";
    "CES", "tjeckiska", "Czech";
    "DAN", "danska", "Danish";
    "DIV", "divehi", "Dhivehi";
    "NLD", "nederländska", "Dutch";
    "ENG", "engelska", "English";
    "EPO", "esperanto", "Esperanto";
    "EST", "estniska", "Estonian";
    "FAO", "färöiska", "Faroese";
    "FIN", "finska", "Finnish";
    "VLS", "flamländska", "Flemish";
    "FRA", "franska", "French";
    "FRY", "frisiska", "Frisian";
    "GLG", "galiciska", "Galician";
    "KAT", "georgiska", "Georgian";
    "DEU", "tyska", "German";
    "ELL", "grekiska", "Greek";
    "KAL", "grönländska", "Greenlandic";
    "HEB", "hebreiska", "Hebrew";
    "HIN", "hindi", "Hindi";
    "HUN", "ungerska", "Hungarian";
    "ISL", "isländska", "Icelandic";
    "IND", "indonesiska", "Indonesian";
    "INA", "interlingua", "Interlingua";
    "GLE", "iriska", "Irish";
    "ITA", "italienska", "Italian";
    "JPN", "japanska", "Japanese";
    "CSB", "kasjubiska", "Kashubian";
    "KAZ", "kazakiska", "Kazakh";
    "KHM", "khmer", "Khmer";
    "KOR", "koreanska", "Korean";
    "KUR", "kurdiska", "Kurdish";
    "KIR", "kirgiziska", "Kyrgyz";
    "LAO", "lao", "Lao";
    "LAT", "latin", "Latin";
    "LAV", "lettiska", "Latvian";
    "LIT", "litauiska", "Lithuanian";
    "LTZ", "luxemburgiska", "Luxembourgish";
    "MKD", "makedonska", "Macedonian";
    "MLG", "malagassiska", "Malagasy";
    "MSA", "malajiska", "Malay";
    "MLT", "maltesiska", "Maltese";
    "MIN", "minangkabau", "Minangkabau";
    "MOL", "moldaviska", "Moldavian";
    "MON", "mongoliska", "Mongolian";
    "0E0", "montenegrinska", "Montenegrin";
    "NEP", "nepali", "Nepali";
    "SME", "nordsamiska", "Northern Sami";
    "NOR", "norska", "Norwegian";
    "OCI", "occitanska", "Occitan";
    "OSS", "ossetiska", "Ossetian";
    "FAS", "persiska", "Persian";
    "POL", "polska", "Polish";
    "POR", "portugisiska", "Portuguese";
    "ROM", "romani", "Romani";
    "RON", "rumänska", "Romanian";
    "ROH", "rätoromanska", "Romansh";
    "RUS", "ryska", "Russian";
    "GLA", "skotsk gaeliska", "Scottish Gaelic";
    "SRP", "serbiska", "Serbian";
    "HBS", "serbokroatiska", "Serbo-Croatian";
    "SIN", "singalesiska", "Sinhala";
    "SLK", "slovakiska", "Slovak";
    "SLV", "slovenska", "Slovenian";
    "SPA", "spanska", "Spanish";
    "SWA", "swahili", "Swahili";
    "SWE", "svenska", "Swedish";
    "TGK", "tadzjikiska", "Tajiks";
    "TAM", "tamil", "Tamil";
    "THA", "thai", "Thai";
    "BOD", "tibetanska", "Tibetan";
    "TUR", "turkiska", "Turkish";
    "TUK", "turkmeniska", "Turkmen";
    "UKR", "ukrainska", "Ukrainian";
    "URD", "urdu", "Urdu";
    "UZB", "uzbekiska", "Uzbek";
    "0D0", "valencianska", "Valencian";
    "VIE", "vietnamesiska", "Vietnamese";
    "WLN", "vallonska", "Walloon";
    "CYM", "kymriska", "Welsh";
    "YID", "jiddisch", "Yiddish";
    "ZUL", "zulu", "Zulu";
    },
    further: terms! { "http://publications.europa.eu/resource/authority/language/";
    "NOB", "bokmål", "Norwegian Bokmål";
    "NNO", "nynorska", "Norwegian Nynorsk";
    "FIT", "meänkieli", "Meänkieli";
    "SMA", "sydsamiska", "Southern Sami";
    "SMJ", "lulesamiska", "Lule Sami";
    "SMN", "enaresamiska", "Inari Sami";
    "FKV", "kvänska", "Kven";
    "RMU", "romani (Tavringer)", "Tavringer Romani";
    "SWL", "svenskt teckenspråk", "Swedish Sign Language";
    "SOM", "somaliska", "Somali";
    "TIR", "tigrinja", "Tigrinya";
    "PRS", "dari", "Dari";
    "MUL", "flera språk", "multilingual";
    "UND", "obestämt", "undetermined";
    },
    aliases: &[
        ("id.loc.gov/vocabulary/iso639-1/ar", "ARA"),
        ("id.loc.gov/vocabulary/iso639-1/az", "AZE"),
        ("id.loc.gov/vocabulary/iso639-1/be", "BEL"),
        ("id.loc.gov/vocabulary/iso639-1/bg", "BUL"),
        ("id.loc.gov/vocabulary/iso639-1/bn", "BEN"),
        ("id.loc.gov/vocabulary/iso639-1/bo", "BOD"),
        ("id.loc.gov/vocabulary/iso639-1/br", "BRE"),
        ("id.loc.gov/vocabulary/iso639-1/bs", "BOS"),
        ("id.loc.gov/vocabulary/iso639-1/ca", "CAT"),
        ("id.loc.gov/vocabulary/iso639-1/co", "COS"),
        ("id.loc.gov/vocabulary/iso639-1/cs", "CES"),
        ("id.loc.gov/vocabulary/iso639-1/cy", "CYM"),
        ("id.loc.gov/vocabulary/iso639-1/da", "DAN"),
        ("id.loc.gov/vocabulary/iso639-1/de", "DEU"),
        ("id.loc.gov/vocabulary/iso639-1/dv", "DIV"),
        ("id.loc.gov/vocabulary/iso639-1/el", "ELL"),
        ("id.loc.gov/vocabulary/iso639-1/en", "ENG"),
        ("id.loc.gov/vocabulary/iso639-1/eo", "EPO"),
        ("id.loc.gov/vocabulary/iso639-1/es", "SPA"),
        ("id.loc.gov/vocabulary/iso639-1/et", "EST"),
        ("id.loc.gov/vocabulary/iso639-1/eu", "EUS"),
        ("id.loc.gov/vocabulary/iso639-1/fa", "FAS"),
        ("id.loc.gov/vocabulary/iso639-1/fi", "FIN"),
        ("id.loc.gov/vocabulary/iso639-1/fo", "FAO"),
        ("id.loc.gov/vocabulary/iso639-1/fr", "FRA"),
        ("id.loc.gov/vocabulary/iso639-1/fy", "FRY"),
        ("id.loc.gov/vocabulary/iso639-1/ga", "GLE"),
        ("id.loc.gov/vocabulary/iso639-1/gd", "GLA"),
        ("id.loc.gov/vocabulary/iso639-1/gl", "GLG"),
        ("id.loc.gov/vocabulary/iso639-1/he", "HEB"),
        ("id.loc.gov/vocabulary/iso639-1/hi", "HIN"),
        ("id.loc.gov/vocabulary/iso639-1/hr", "HRV"),
        ("id.loc.gov/vocabulary/iso639-1/hu", "HUN"),
        ("id.loc.gov/vocabulary/iso639-1/hy", "HYE"),
        ("id.loc.gov/vocabulary/iso639-1/ia", "INA"),
        ("id.loc.gov/vocabulary/iso639-1/id", "IND"),
        ("id.loc.gov/vocabulary/iso639-1/is", "ISL"),
        ("id.loc.gov/vocabulary/iso639-1/it", "ITA"),
        ("id.loc.gov/vocabulary/iso639-1/ja", "JPN"),
        ("id.loc.gov/vocabulary/iso639-1/ka", "KAT"),
        ("id.loc.gov/vocabulary/iso639-1/kk", "KAZ"),
        ("id.loc.gov/vocabulary/iso639-1/kl", "KAL"),
        ("id.loc.gov/vocabulary/iso639-1/km", "KHM"),
        ("id.loc.gov/vocabulary/iso639-1/ko", "KOR"),
        ("id.loc.gov/vocabulary/iso639-1/ku", "KUR"),
        ("id.loc.gov/vocabulary/iso639-1/ky", "KIR"),
        ("id.loc.gov/vocabulary/iso639-1/la", "LAT"),
        ("id.loc.gov/vocabulary/iso639-1/lb", "LTZ"),
        ("id.loc.gov/vocabulary/iso639-1/lo", "LAO"),
        ("id.loc.gov/vocabulary/iso639-1/lt", "LIT"),
        ("id.loc.gov/vocabulary/iso639-1/lv", "LAV"),
        ("id.loc.gov/vocabulary/iso639-1/mg", "MLG"),
        ("id.loc.gov/vocabulary/iso639-1/mk", "MKD"),
        ("id.loc.gov/vocabulary/iso639-1/mn", "MON"),
        ("id.loc.gov/vocabulary/iso639-1/ms", "MSA"),
        ("id.loc.gov/vocabulary/iso639-1/mt", "MLT"),
        ("id.loc.gov/vocabulary/iso639-1/nb", "NOB"),
        ("id.loc.gov/vocabulary/iso639-1/ne", "NEP"),
        ("id.loc.gov/vocabulary/iso639-1/nl", "NLD"),
        ("id.loc.gov/vocabulary/iso639-1/nn", "NNO"),
        ("id.loc.gov/vocabulary/iso639-1/no", "NOR"),
        ("id.loc.gov/vocabulary/iso639-1/oc", "OCI"),
        ("id.loc.gov/vocabulary/iso639-1/os", "OSS"),
        ("id.loc.gov/vocabulary/iso639-1/pl", "POL"),
        ("id.loc.gov/vocabulary/iso639-1/pt", "POR"),
        ("id.loc.gov/vocabulary/iso639-1/rm", "ROH"),
        ("id.loc.gov/vocabulary/iso639-1/ro", "RON"),
        ("id.loc.gov/vocabulary/iso639-1/ru", "RUS"),
        ("id.loc.gov/vocabulary/iso639-1/se", "SME"),
        ("id.loc.gov/vocabulary/iso639-1/si", "SIN"),
        ("id.loc.gov/vocabulary/iso639-1/sk", "SLK"),
        ("id.loc.gov/vocabulary/iso639-1/sl", "SLV"),
        ("id.loc.gov/vocabulary/iso639-1/so", "SOM"),
        ("id.loc.gov/vocabulary/iso639-1/sq", "SQI"),
        ("id.loc.gov/vocabulary/iso639-1/sr", "SRP"),
        ("id.loc.gov/vocabulary/iso639-1/sv", "SWE"),
        ("id.loc.gov/vocabulary/iso639-1/sw", "SWA"),
        ("id.loc.gov/vocabulary/iso639-1/ta", "TAM"),
        ("id.loc.gov/vocabulary/iso639-1/tg", "TGK"),
        ("id.loc.gov/vocabulary/iso639-1/th", "THA"),
        ("id.loc.gov/vocabulary/iso639-1/ti", "TIR"),
        ("id.loc.gov/vocabulary/iso639-1/tk", "TUK"),
        ("id.loc.gov/vocabulary/iso639-1/tr", "TUR"),
        ("id.loc.gov/vocabulary/iso639-1/uk", "UKR"),
        ("id.loc.gov/vocabulary/iso639-1/ur", "URD"),
        ("id.loc.gov/vocabulary/iso639-1/uz", "UZB"),
        ("id.loc.gov/vocabulary/iso639-1/vi", "VIE"),
        ("id.loc.gov/vocabulary/iso639-1/wa", "WLN"),
        ("id.loc.gov/vocabulary/iso639-1/yi", "YID"),
        ("id.loc.gov/vocabulary/iso639-1/zh", "ZHO"),
        ("id.loc.gov/vocabulary/iso639-1/zu", "ZUL"),
    ],
};
