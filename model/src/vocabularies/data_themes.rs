//! EU data themes (`dcat:theme`).
//! Terms and labels: DCAT-AP-SE 3.0.1 (Digg, CC BY 4.0);
//! `OP_DATPRO`: EU Vocabularies (Publications Office, reuse decision 2011/833/EU).

use super::Vocabulary;
use super::vocabulary::terms;

/// The vocabulary.
pub static DATA_THEMES: Vocabulary = Vocabulary {
    name: "data-theme",
    scheme: "http://publications.europa.eu/resource/authority/data-theme",
    terms: terms! { "http://publications.europa.eu/resource/authority/data-theme/";
    "AGRI", "Jordbruk, fiske, skogsbruk och livsmedel", "Agriculture, fisheries, forestry and food";
    "ECON", "Ekonomi och finans", "Economy and finance";
    "EDUC", "Utbildning, kultur och sport", "Education, culture and sport";
    "ENER", "Energi", "Energy";
    "ENVI", "Miljö", "Environment";
    "GOVE", "Regeringen och den offentliga sektorn", "Government and public sector";
    "HEAL", "Hälsa", "Health";
    "INTR", "Internationella frågor", "International issues";
    "JUST", "Rättvisa, rättsliga system och allmän säkerhet", "Justice, legal system and public safety";
    "SOCI", "Befolkning och samhälle", "Population and society";
    "REGI", "Regioner och städer", "Regions and cities";
    "TECH", "Vetenskap och teknik", "Science and technology";
    "TRAN", "Transport", "Transport";
    },
    further: terms! { "http://publications.europa.eu/resource/authority/data-theme/";
    "OP_DATPRO", "Preliminära data", "Provisional data";
    },
    aliases: &[],
};
