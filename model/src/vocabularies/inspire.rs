//! INSPIRE spatial data themes (`dcat:theme` of geodata) and topic categories of ISO 19115 (`dcterms:subject`).
//! Codes and English labels: INSPIRE registry, European Commission (reuse decision 2011/833/EU); Swedish names of the
//! themes: Directive 2007/2/EC, annexes I to III; Swedish names of the topic categories: our wording.

use super::Vocabulary;
use super::vocabulary::terms;

/// The 34 themes, in the order of the annexes.
pub static INSPIRE_THEMES: Vocabulary = Vocabulary {
    name: "inspire-theme",
    scheme: "http://inspire.ec.europa.eu/theme",
    terms: terms! { "http://inspire.ec.europa.eu/theme/";
    "rs", "Referenskoordinatsystem", "Coordinate reference systems";
    "gg", "Geografiska rutnätssystem", "Geographical grid systems";
    "gn", "Geografiska namn", "Geographical names";
    "au", "Administrativa enheter", "Administrative units";
    "ad", "Adresser", "Addresses";
    "cp", "Fastighetsområden", "Cadastral parcels";
    "tn", "Transportnät", "Transport networks";
    "hy", "Hydrografi", "Hydrography";
    "ps", "Skyddade områden", "Protected sites";
    "el", "Höjd", "Elevation";
    "lc", "Landtäcke", "Land cover";
    "oi", "Ortofoto", "Orthoimagery";
    "ge", "Geologi", "Geology";
    "su", "Statistiska enheter", "Statistical units";
    "bu", "Byggnader", "Buildings";
    "so", "Mark", "Soil";
    "lu", "Markanvändning", "Land use";
    "hh", "Människors hälsa och säkerhet", "Human health and safety";
    "us", "Allmännyttiga och offentliga tjänster", "Utility and governmental services";
    "ef", "Anläggningar för miljöövervakning", "Environmental monitoring facilities";
    "pf", "Produktions- och industrianläggningar", "Production and industrial facilities";
    "af", "Jordbruks- och vattenbruksanläggningar", "Agricultural and aquaculture facilities";
    "pd", "Befolkningsfördelning – demografi", "Population distribution — demography";
    "am", "Områden med särskild förvaltning, begränsningar eller reglering samt enheter för rapportering", "Area management/restriction/regulation zones and reporting units";
    "nz", "Naturliga riskområden", "Natural risk zones";
    "ac", "Atmosfäriska förhållanden", "Atmospheric conditions";
    "mf", "Geografiska meteorologiska förhållanden", "Meteorological geographical features";
    "of", "Geografiska oceanografiska förhållanden", "Oceanographic geographical features";
    "sr", "Havsområden", "Sea regions";
    "br", "Biogeografiska regioner", "Bio-geographical regions";
    "hb", "Naturtyper och biotoper", "Habitats and biotopes";
    "sd", "Arters utbredning", "Species distribution";
    "er", "Energiresurser", "Energy resources";
    "mr", "Mineralfyndigheter", "Mineral resources";
    },
    further: &[],
    aliases: &[],
};

/// The 19 topic categories of ISO 19115.
pub static TOPIC_CATEGORIES: Vocabulary = Vocabulary {
    name: "topic-category",
    scheme: "http://inspire.ec.europa.eu/metadata-codelist/TopicCategory",
    terms: terms! { "http://inspire.ec.europa.eu/metadata-codelist/TopicCategory/";
    "farming", "Areella näringar", "Farming";
    "biota", "Biologi och ekologi", "Biota";
    "boundaries", "Administrativa gränser", "Boundaries";
    "climatologyMeteorologyAtmosphere", "Klimatologi, meteorologi och atmosfär", "Climatology / Meteorology / Atmosphere";
    "economy", "Ekonomi", "Economy";
    "elevation", "Höjddata", "Elevation";
    "environment", "Miljö", "Environment";
    "geoscientificInformation", "Geovetenskap", "Geoscientific Information";
    "health", "Hälsa", "Health";
    "imageryBaseMapsEarthCover", "Flygbilder, baskartor och landtäcke", "Imagery / Base Maps / Earth Cover";
    "intelligenceMilitary", "Försvar och underrättelser", "Intelligence / Military";
    "inlandWaters", "Inlandsvatten", "Inland Waters";
    "location", "Positionering", "Location";
    "oceans", "Hav och kust", "Oceans";
    "planningCadastre", "Fysisk planering och fastigheter", "Planning / Cadastre";
    "society", "Samhälle", "Society";
    "structure", "Byggnadsverk", "Structure";
    "transportation", "Transporter", "Transportation";
    "utilitiesCommunication", "Teknisk försörjning och kommunikation", "Utilities / Communication";
    },
    further: &[],
    aliases: &[],
};
