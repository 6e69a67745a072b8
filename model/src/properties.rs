//! What people call the properties of DCAT-AP-SE, in Swedish and English (labels of the profile's own documentation).

use crate::LangText;
use crate::ns::{adms, dcat, dcatap, dcterms, foaf, owl, prov, rdf, schema, skos, spdx, vcard};

const LABELS: &[(&str, &str, &str)] = &[
    (dcterms::TITLE, "Titel", "Title"),
    (dcterms::DESCRIPTION, "Beskrivning", "Description"),
    (dcterms::PUBLISHER, "Utgivare", "Publisher"),
    (dcterms::CREATOR, "Producent", "Creator"),
    (dcterms::ISSUED, "Utgivningsdatum", "Release date"),
    (dcterms::MODIFIED, "Ändringsdatum", "Modification date"),
    (dcterms::IDENTIFIER, "Identifierare", "Identifier"),
    (dcterms::LANGUAGE, "Språk", "Language"),
    (dcterms::LICENSE, "Licens", "Licence"),
    (dcterms::RIGHTS, "Rättigheter", "Rights"),
    (dcterms::FORMAT, "Format", "Format"),
    (dcterms::SPATIAL, "Geografiskt område", "Geographical area"),
    (dcterms::TEMPORAL, "Tidsperiod", "Temporal coverage"),
    (dcterms::ACCRUAL_PERIODICITY, "Uppdateringsfrekvens", "Update frequency"),
    (dcterms::ACCESS_RIGHTS, "Åtkomsträttigheter", "Access rights"),
    (dcterms::CONFORMS_TO, "Uppfyller specifikation", "Conforms to"),
    (dcterms::HAS_PART, "Innehåller", "Has part"),
    (dcterms::IS_PART_OF, "Ingår i", "Is part of"),
    (dcterms::TYPE, "Typ", "Type"),
    (dcterms::SUBJECT, "Ämne", "Subject"),
    (dcterms::SOURCE, "Källa", "Source"),
    (dcterms::RELATION, "Relaterad resurs", "Related resource"),
    (dcterms::PROVENANCE, "Proveniens", "Provenance"),
    (dcterms::IS_REFERENCED_BY, "Refereras av", "Is referenced by"),
    (dcat::P_DATASET, "Datamängd i katalogen", "Dataset in the catalog"),
    (dcat::P_SERVICE, "Datatjänst i katalogen", "Data service in the catalog"),
    (dcat::P_DISTRIBUTION, "Distribution", "Distribution"),
    (dcat::KEYWORD, "Nyckelord", "Keyword"),
    (dcat::THEME, "Kategori", "Theme"),
    (dcat::CONTACT_POINT, "Kontaktuppgift", "Contact point"),
    (dcat::LANDING_PAGE, "Ingångssida", "Landing page"),
    (dcat::ACCESS_URL, "Webbadress för åtkomst", "Access address"),
    (dcat::DOWNLOAD_URL, "Nedladdningsadress", "Download address"),
    (dcat::MEDIA_TYPE, "Mediatyp", "Media type"),
    (dcat::BYTE_SIZE, "Storlek i byte", "Size in bytes"),
    (dcat::IN_SERIES, "Ingår i dataserie", "In series"),
    (dcat::SERVES_DATASET, "Tillgängliggör datamängd", "Serves dataset"),
    (dcat::ACCESS_SERVICE, "Åtkomsttjänst", "Access service"),
    (dcat::ENDPOINT_URL, "Tjänsteadress", "Endpoint address"),
    (dcat::ENDPOINT_DESCRIPTION, "Tjänstebeskrivning", "Endpoint description"),
    (dcat::START_DATE, "Startdatum", "Start date"),
    (dcat::END_DATE, "Slutdatum", "End date"),
    (dcat::VERSION, "Version", "Version"),
    (dcat::BBOX, "Avgränsande rektangel", "Bounding box"),
    (dcat::TEMPORAL_RESOLUTION, "Tidsupplösning", "Temporal resolution"),
    (dcat::SPATIAL_RESOLUTION, "Rumslig upplösning i meter", "Spatial resolution in metres"),
    (dcat::QUALIFIED_RELATION, "Kvalificerad relation", "Qualified relation"),
    (dcatap::APPLICABLE_LEGISLATION, "Tillämplig lagstiftning", "Applicable legislation"),
    (dcatap::HVD_CATEGORY, "Kategori av värdefull datamängd", "High-value dataset category"),
    (dcatap::AVAILABILITY, "Planerad tillgänglighet", "Planned availability"),
    (adms::IDENTIFIER, "Annan identifierare", "Other identifier"),
    (adms::STATUS, "Status", "Status"),
    (adms::VERSION_NOTES, "Versionsinformation", "Version notes"),
    (owl::VERSION_INFO, "Version", "Version"),
    (foaf::PAGE, "Dokumentation", "Documentation"),
    (foaf::HOMEPAGE, "Webbplats", "Home page"),
    (foaf::NAME, "Namn", "Name"),
    (vcard::FN, "Namn", "Name"),
    (vcard::HAS_EMAIL, "E-post", "E-mail"),
    (vcard::HAS_TELEPHONE, "Telefon", "Telephone"),
    (vcard::HAS_URL, "Webbsida", "Web page"),
    (prov::QUALIFIED_ATTRIBUTION, "Annan ansvarig", "Other responsible party"),
    (spdx::CHECKSUM, "Kontrollsumma", "Checksum"),
    (schema::OFFERS, "Avgift", "Offer"),
    (skos::PREF_LABEL, "Benämning", "Label"),
    (rdf::TYPE, "Klass", "Class"),
];

/// What people call a property; the last part of its IRI for those that the profile does not have.
pub fn label(iri: &str) -> LangText {
    let known = LABELS.iter().find(|(property, ..)| *property == iri);
    let local = iri.rsplit(['#', '/']).next().filter(|local| !local.is_empty()).unwrap_or(iri);
    known.map_or_else(|| LangText::new("und", local), |(_, sv, en)| LangText::sv_en(sv, en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_have_names() {
        assert_eq!(label(dcterms::TITLE).text("sv"), "Titel");
        assert_eq!(label("https://x.se/ns#colour").text("en"), "colour");
    }
}
