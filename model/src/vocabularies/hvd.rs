//! High-value dataset categories (`dcatap:hvdCategory`): 6 top categories, then the 90 below them.
//! Terms and labels: DCAT-AP-SE 3.0.1 (Digg, CC BY 4.0); hierarchy:
//! Implementing Regulation (EU) 2023/138, annex.

use super::vocabulary::terms;
use super::{Term, Vocabulary};

/// The vocabulary.
pub static HVD_CATEGORIES: Vocabulary = Vocabulary {
    name: "hvd-category",
    scheme: "http://data.europa.eu/bna/asd487ae75",
    terms: terms! { "http://data.europa.eu/bna/";
    "c_ac64a52d", "Geospatiala data", "Geospatial";
    "c_dd313021", "Jordobservation och miljö", "Earth observation and environment";
    "c_164e0bf5", "Meteorologiska data", "Meteorological";
    "c_e1da4e07", "Statistik", "Statistics";
    "c_a9135398", "Företag och företagsägande", "Companies and company ownership";
    "c_b79e35eb", "Rörlighet", "Mobility";
    "c_60182062", "Byggnader", "Buildings";
    "c_642643e6", "Jordbruksskiften", "Agricultural parcels";
    "c_6a3f6896", "Fastighetsområden", "Cadastral parcels";
    "c_6c2bb82d", "Geografiska namn", "Geographical names";
    "c_9427236f", "Administrativa enheter", "Administrative units";
    "c_c3de25e4", "Adresser", "Addresses";
    "c_fbd2fc3f", "Referensskifte", "Reference parcels";
    "c_06b1eec4", "Hydrografi", "Hydrography";
    "c_315692ad", "Höjd", "Elevation";
    "c_38933a65", "Avfall", "Waste";
    "c_43f88346", "Vatten", "Water";
    "c_4ba9548e", "Utsläpp", "Emissions";
    "c_4d63300b", "Övergripande lagstiftning", "Horizontal legislation";
    "c_4dd389c5", "Mineralfyndigheter", "Mineral resources";
    "c_59c93ba5", "Produktions- och industrianläggningar", "Production and industrial facilities";
    "c_59e64dd4", "Klimat", "Climate";
    "c_63b37dd4", "Luft", "Air";
    "c_63be22bd", "Naturliga riskområden", "Natural risk zones";
    "c_793164b6", "Arters utbredning", "Species distribution";
    "c_7b8fbb64", "Anläggningar för miljöövervakning", "Environmental monitoring facilities";
    "c_83aa10a6", "Skyddade områden", "Protected sites";
    "c_87a129d9", "Mark", "Soil";
    "c_91185a85", "Ortofoto", "Orthoimagery";
    "c_ad9ae929", "Markanvändning", "Land use";
    "c_af646f5b", "Områden med särskild förvaltning/begränsningar/reglering samt enheter för rapportering", "Area management / restriction / regulation zones & reporting units";
    "c_b21e1296", "Landtäcke", "Land cover";
    "c_b40e6d46", "Geografiska oceanografiska förhållanden", "Oceanographic geographical features";
    "c_b7de66cd", "Energiresurser", "Energy resources";
    "c_b7f6a4f3", "Naturskydd och biologisk mångfald", "Nature preservation and biodiversity";
    "c_c3919aec", "Naturtyper och biotoper", "Habitats and biotopes";
    "c_c873f344", "Biogeografiska regioner", "Bio-geographical regions";
    "c_e3f55603", "Geologi", "Geology";
    "c_e4358335", "Buller", "Noise";
    "c_f399050e", "Havsområden", "Sea regions";
    "c_13e3cf16", "NWP-modelldata", "NWP model data";
    "c_36807466", "Klimatdata: validerade observationer", "Climate data: validated observations";
    "c_3af3368c", "Observationsdata som uppmätts av väderstationer", "Observations data measured by weather stations";
    "c_be47b010", "Vädervarningar", "Weather alerts";
    "c_d13a4420", "Radardata", "Radar data";
    "c_04bf94a3", "Fattigdom", "Poverty";
    "c_20cd11bb", "Statistik över internationell varuhandel i EU – export och import uppdelat efter partner, produkt och produktflöde", "EU International trade in goods statistics – exports and imports breakdowns simultaneously by partner, product and flow";
    "c_23385471", "Potentiell arbetskraft", "Potential labour force";
    "c_2aed31f9", "Producentprisindex för industriprodukter uppdelat per verksamhet", "Industrial producer price index breakdowns by activity";
    "c_317b9493", "Befolkning, fertilitet, mortalitet", "Population, Fertility, Mortality";
    "c_34abf8c1", "Industriproduktion", "Industrial production";
    "c_424bb0b4", "Löpande utgifter för hälso- och sjukvård", "Current healthcare expenditure";
    "c_4ac557e7", "Offentliga utgifter och inkomster", "Government expenditure and revenue";
    "c_4acb6bf3", "Mortalitet", "Mortality";
    "c_59627af3", "Nationalräkenskaper – viktiga indikatorer för hushåll", "National accounts – key indicators on households";
    "c_6a7250c1", "Fertilitet", "Fertility";
    "c_92874eb2", "Miljöräkenskaper och miljöstatistik", "Environmental accounts and statistics";
    "c_95da87c7", "Nationalräkenskaper – viktiga indikatorer för företag", "National accounts – key indicators on corporations";
    "c_a2c6dcd8", "Sysselsättning", "Employment";
    "c_a3767648", "Turistflöden i Europa", "Tourism flows in Europe";
    "c_a49ec591", "Försäljningsvolym per verksamhet", "Volume of sales by activity";
    "c_a8b937c4", "Ojämlikhet", "Inequality";
    "c_b72b721f", "Nationalräkenskaper – viktiga BNP-aggregat", "National accounts – GDP main aggregates";
    "c_c0022235", "Harmoniserat konsumentprisindex", "Harmonised Indices of consumer prices";
    "c_dd8f4797", "Konsoliderad offentlig bruttoskuld", "Consolidated government gross debt";
    "c_f2b50efd", "Befolkning", "Population";
    "c_fd4e881c", "Arbetslöshet", "Unemployment";
    "c_56a1bf47", "Grundläggande företagsinformation: nyckelattribut", "Basic company information: key attributes";
    "c_8f0fac04", "Företagshandlingar och räkenskaper", "Company documents and accounts";
    "c_4b74ea13", "Transportnät", "Transport networks";
    "c_b151a0ba", "Dataset som avser inre vattenvägar", "Inland waterways datasets";
    "c_e5f69a04", "Nuvarande och framtida vattennivåer vid vattennivåmätare", "Present and future water levels at gauges";
    "c_fa2a1c3a", "Långvariga hinder i farleden och tillförlitlighet", "Long-time obstructions in the fairway and reliability";
    "c_99bc517f", "Enskilda faror under och över vattenytan i farleden", "Isolated dangers in the fairway/navigation channel under and above water";
    "c_25f43866", "Avgifter på vattenvägsinfrastrukturen", "Rates of waterway infrastructure charges";
    "c_b121e2f6", "Tillfälliga hinder i farleden", "Temporary obstructions in the fairway";
    "c_03ba8d92", "Regelbundna driftstider för slussar och broar", "Regular lock and bridge operating times";
    "c_593bc53d", "Förändringar på kort sikt av navigeringshjälpmedlen", "Short term changes of aids to navigation";
    "c_c19af83a", "Vattenvägsaxlar med kilometerindikering", "Waterway axis with kilometres indication";
    "c_2037ada4", "Navigationsregler och rekommendationer", "Navigation rules and recommendations";
    "c_fef208ab", "Konturer av vattendjupen i navigeringskanalen", "Water depths contours in the navigation channel";
    "c_883d0205", "Ytterlinjer för slussar och fördämningar", "Contours of locks and dams";
    "c_b24028d7", "Officiella sjömärken (t.ex. bojar, prickar, fyrar, tavlor)", "Official aids-to-navigation (e.g. buoys, beacons, lights, notice marks)";
    "c_664c9e5a", "Gränser för farleden/navigationskanalen", "Boundaries of the fairway/navigation channel";
    "c_f6886b00", "Begränsningar orsakade av översvämningar och is", "Restrictions caused by flood and ice";
    "c_66b946cb", "Förändringar på kort sikt av slussarnas och broarnas driftstider", "Short term changes of lock and bridge operating times";
    "c_298ffb73", "Länkar till externa xml-filer med driftstider för begränsande strukturer", "Links to the external xml-files with operation times of restricting structures";
    "c_3e8e3bf7", "Hamnars och omlastningsanläggningars lokalisering och egenskaper", "Location and characteristics of ports and transhipment sites";
    "c_9cbe4435", "Förteckning över navigationshjälpmedel och trafikskyltar", "List of navigation aids and traffic signs";
    "c_e50004c6", "Tillståndet för floder, kanaler, slussar och broar", "State of the rivers, canals, locks and bridges";
    "c_1226dc1a", "Strandlinje vid medelvattenstånd", "Bank of waterway at mean water level";
    "c_f76b01e6", "Farledens egenskaper", "Fairway characteristics";
    "c_7e19ef26", "Andra fysiska begränsningar för vattenvägar", "Other physical limitations on waterways";
    "c_407951ff", "Hamnars och omlastningsanläggningars lokalisering", "Location of ports and transhipment sites";
    "c_bc8941d9", "Strandlinjekonstruktion", "Shoreline construction";
    "c_1e787364", "Referensuppgifter för vattennivåmätare som är av betydelse för navigering", "Reference data for water level gauges relevant to navigation";
    },
    further: &[],
    aliases: &[],
};

/// Codes below each top category. The profile has the list flat; the order is that of the annex of Regulation (EU)
/// 2023/138. Everything about inland waterways stands under `c_b151a0ba`, hence mobility.
const BELOW: [(&str, &[&str]); 6] = [
    ("c_ac64a52d", &["c_60182062", "c_642643e6", "c_6a3f6896", "c_6c2bb82d", "c_9427236f", "c_c3de25e4", "c_fbd2fc3f"]),
    (
        "c_dd313021",
        &[
            "c_06b1eec4",
            "c_315692ad",
            "c_38933a65",
            "c_43f88346",
            "c_4ba9548e",
            "c_4d63300b",
            "c_4dd389c5",
            "c_59c93ba5",
            "c_59e64dd4",
            "c_63b37dd4",
            "c_63be22bd",
            "c_793164b6",
            "c_7b8fbb64",
            "c_83aa10a6",
            "c_87a129d9",
            "c_91185a85",
            "c_ad9ae929",
            "c_af646f5b",
            "c_b21e1296",
            "c_b40e6d46",
            "c_b7de66cd",
            "c_b7f6a4f3",
            "c_c3919aec",
            "c_c873f344",
            "c_e3f55603",
            "c_e4358335",
            "c_f399050e",
        ],
    ),
    ("c_164e0bf5", &["c_13e3cf16", "c_36807466", "c_3af3368c", "c_be47b010", "c_d13a4420"]),
    (
        "c_e1da4e07",
        &[
            "c_04bf94a3",
            "c_20cd11bb",
            "c_23385471",
            "c_2aed31f9",
            "c_317b9493",
            "c_34abf8c1",
            "c_424bb0b4",
            "c_4ac557e7",
            "c_4acb6bf3",
            "c_59627af3",
            "c_6a7250c1",
            "c_92874eb2",
            "c_95da87c7",
            "c_a2c6dcd8",
            "c_a3767648",
            "c_a49ec591",
            "c_a8b937c4",
            "c_b72b721f",
            "c_c0022235",
            "c_dd8f4797",
            "c_f2b50efd",
            "c_fd4e881c",
        ],
    ),
    ("c_a9135398", &["c_56a1bf47", "c_8f0fac04"]),
    (
        "c_b79e35eb",
        &[
            "c_4b74ea13",
            "c_b151a0ba",
            "c_e5f69a04",
            "c_fa2a1c3a",
            "c_99bc517f",
            "c_25f43866",
            "c_b121e2f6",
            "c_03ba8d92",
            "c_593bc53d",
            "c_c19af83a",
            "c_2037ada4",
            "c_fef208ab",
            "c_883d0205",
            "c_b24028d7",
            "c_664c9e5a",
            "c_f6886b00",
            "c_66b946cb",
            "c_298ffb73",
            "c_3e8e3bf7",
            "c_9cbe4435",
            "c_e50004c6",
            "c_1226dc1a",
            "c_f76b01e6",
            "c_7e19ef26",
            "c_407951ff",
            "c_bc8941d9",
            "c_1e787364",
        ],
    ),
];

/// The six top categories, in the order of the regulation.
pub fn top_categories() -> &'static [Term] {
    &HVD_CATEGORIES.terms[..6]
}

/// The top category that a category (code or IRI) stands under; a top category stands under itself.
pub fn top_category(iri_or_code: &str) -> Option<&'static Term> {
    let category = HVD_CATEGORIES.find(iri_or_code)?;
    let top = BELOW.iter().find(|(top, below)| *top == category.code || below.contains(&category.code))?;
    HVD_CATEGORIES.by_code(top.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_category_has_a_top_category() {
        assert_eq!(HVD_CATEGORIES.terms.len(), 96);
        for category in HVD_CATEGORIES.terms {
            assert!(top_category(category.iri).is_some(), "{}", category.sv);
        }
        assert_eq!(top_category("c_06b1eec4").unwrap().en, "Earth observation and environment");
        assert_eq!(top_category("https://data.europa.eu/bna/c_b79e35eb").unwrap().code, "c_b79e35eb");
        assert!(top_category("c_00000000").is_none());
    }
}
