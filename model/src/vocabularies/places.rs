//! Swedish municipalities and counties with their official codes and the IRIs that catalogs name them by.
//! Codes and names: Statistics Sweden's register of regional divisions (länskod, kommunkod), facts in the public domain.
//! GeoNames numbers: geonames.org (CC BY 4.0), only where a source states the number together with the word for its
//! level (`Lunds Kommun`, `Skåne County`), never guessed: a town has another number than its municipality.
//! NUTS 3 codes of the counties: Regulation (EC) No 1059/2003, annex I.

use super::vocabulary::bare;
use crate::text::LangText;

/// Level of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlaceLevel {
    /// Kommun, code of four digits.
    Municipality,
    /// Län, code of two digits.
    County,
}

/// A municipality or county.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegionalPlace {
    /// Official code; the first two digits of a municipality's are its county's.
    pub code: &'static str,
    /// Name without the word for its level (`Lund`, `Skåne`).
    pub name: &'static str,
    /// Number in GeoNames; 0 where none is known for certain.
    pub geonames: u32,
    /// Other names, also in English (`Gothenburg`, `Sörmland`).
    pub others: &'static [&'static str],
}

impl RegionalPlace {
    /// Municipality or county.
    pub fn level(&self) -> PlaceLevel {
        if self.code.len() == 2 { PlaceLevel::County } else { PlaceLevel::Municipality }
    }

    /// The county that it lies in, or it is.
    pub fn county(&self) -> &'static str {
        &self.code[..2]
    }

    /// What it is called in full: `Skåne län`, `Skåne County`; of a municipality its name (`Göteborg`, `Gothenburg`).
    pub fn label(&self) -> LangText {
        match self.level() {
            PlaceLevel::Municipality => LangText::sv_en(self.name, self.english()),
            PlaceLevel::County => {
                let genitive = if WITHOUT_S.contains(&self.code) { "" } else { "s" };
                LangText::sv_en(&format!("{}{genitive} län", self.name), &format!("{} County", self.name))
            }
        }
    }

    /// Its name in English: the Swedish one, but for Gothenburg.
    pub fn english(&self) -> &'static str {
        if self.code == "1480" { "Gothenburg" } else { self.name }
    }

    /// NUTS 3 code of a county.
    pub fn nuts(&self) -> Option<&'static str> {
        NUTS.iter().find(|(county, _)| *county == self.code).map(|(_, nuts)| *nuts)
    }

    /// IRIs that catalogs name it by in `dcterms:spatial`: GeoNames (what the national portal's editor writes), NUTS.
    pub fn iris(&self) -> Vec<String> {
        let geonames = (self.geonames > 0).then(|| format!("http://sws.geonames.org/{}/", self.geonames));
        let nuts = self.nuts().map(|code| format!("http://data.europa.eu/nuts/code/{code}"));
        geonames.into_iter().chain(nuts).collect()
    }
}

/// Counties whose name takes no genitive *s* before *län*.
const WITHOUT_S: [&str; 5] = ["03", "08", "10", "12", "18"];

/// Counties and their NUTS 3 codes.
const NUTS: [(&str, &str); 21] = [
    ("01", "SE110"),
    ("03", "SE121"),
    ("04", "SE122"),
    ("05", "SE123"),
    ("06", "SE211"),
    ("07", "SE212"),
    ("08", "SE213"),
    ("09", "SE214"),
    ("10", "SE221"),
    ("12", "SE224"),
    ("13", "SE231"),
    ("14", "SE232"),
    ("17", "SE311"),
    ("18", "SE124"),
    ("19", "SE125"),
    ("20", "SE312"),
    ("21", "SE313"),
    ("22", "SE321"),
    ("23", "SE322"),
    ("24", "SE331"),
    ("25", "SE332"),
];

/// The place behind an IRI of `dcterms:spatial`, in the spellings that occur: GeoNames with `sws.` or `www.`, with or
/// without slash or name at the end; NUTS in two namespaces; `http` and `https`.
pub fn by_iri(iri: &str) -> Option<&'static RegionalPlace> {
    let key = bare(iri);
    if let Some(rest) = key.strip_prefix("sws.geonames.org/").or_else(|| key.strip_prefix("www.geonames.org/")) {
        let number: u32 = rest.split(['/', '#']).next()?.parse().ok()?;
        return PLACES.iter().find(|place| number > 0 && place.geonames == number);
    }
    let nuts = key.strip_prefix("data.europa.eu/nuts/code/").or_else(|| key.strip_prefix("nuts.geovocab.org/id/"))?;
    let (county, _) = NUTS.iter().find(|(_, code)| *code == nuts)?;
    by_code(county)
}

/// The place with this code.
pub fn by_code(code: &str) -> Option<&'static RegionalPlace> {
    PLACES.iter().find(|place| place.code == code)
}

macro_rules! places {
    ($($code:literal $name:literal $geonames:literal [$($other:literal),*];)*) => {
        &[$(RegionalPlace { code: $code, name: $name, geonames: $geonames, others: &[$($other),*] },)*]
    };
}

/// All 21 counties, then all 290 municipalities, by code.
pub static PLACES: &[RegionalPlace] = places! {
    "01" "Stockholm" 2673722 [];
    "03" "Uppsala" 2666218 [];
    "04" "Södermanland" 2676207 ["Sörmland"];
    "05" "Östergötland" 2685867 [];
    "06" "Jönköping" 2702976 [];
    "07" "Kronoberg" 2699050 [];
    "08" "Kalmar" 2702259 [];
    "09" "Gotland" 2711508 [];
    "10" "Blekinge" 2721357 [];
    "12" "Skåne" 3337385 ["Scania"];
    "13" "Halland" 2708794 [];
    "14" "Västra Götaland" 3337386 ["VGR", "Västra Götalandsregionen"];
    "17" "Värmland" 2664870 [];
    "18" "Örebro" 2686655 [];
    "19" "Västmanland" 2664179 [];
    "20" "Dalarna" 2699767 ["Dalecarlia"];
    "21" "Gävleborg" 2712411 [];
    "22" "Västernorrland" 2664292 [];
    "23" "Jämtland" 2703330 [];
    "24" "Västerbotten" 2664415 [];
    "25" "Norrbotten" 604010 [];
    "0114" "Upplands Väsby" 2666237 [];
    "0115" "Vallentuna" 2665451 [];
    "0117" "Österåker" 2685981 [];
    "0120" "Värmdö" 2664880 [];
    "0123" "Järfälla" 2703292 [];
    "0125" "Ekerö" 2716579 [];
    "0126" "Huddinge" 2704619 [];
    "0127" "Botkyrka" 2720114 [];
    "0128" "Salem" 2680623 [];
    "0136" "Haninge" 2707952 [];
    "0138" "Tyresö" 2666778 [];
    "0139" "Upplands-Bro" 2666240 [];
    "0140" "Nykvarn" 3337442 [];
    "0160" "Täby" 2669768 [];
    "0162" "Danderyd" 2717999 [];
    "0163" "Sollentuna" 2675406 [];
    "0180" "Stockholm" 2673723 ["Sthlm"];
    "0181" "Södertälje" 2676174 [];
    "0182" "Nacka" 2690578 [];
    "0183" "Sundbyberg" 2670878 [];
    "0184" "Solna" 2675396 [];
    "0186" "Lidingö" 0 [];
    "0187" "Vaxholm" 2663537 [];
    "0188" "Norrtälje" 2688248 [];
    "0191" "Sigtuna" 2679300 [];
    "0192" "Nynäshamn" 2687635 [];
    "0305" "Håbo" 2709491 [];
    "0319" "Älvkarleby" 2726284 [];
    "0330" "Knivsta" 3337384 [];
    "0331" "Heby" 2707055 [];
    "0360" "Tierp" 0 [];
    "0380" "Uppsala" 2666219 [];
    "0381" "Enköping" 0 [];
    "0382" "Östhammar" 0 [];
    "0428" "Vingåker" 2662828 [];
    "0461" "Gnesta" 0 [];
    "0480" "Nyköping" 2687698 [];
    "0481" "Oxelösund" 2684652 [];
    "0482" "Flen" 2714388 [];
    "0483" "Katrineholm" 2701221 [];
    "0484" "Eskilstuna" 2715951 [];
    "0486" "Strängnäs" 2671389 [];
    "0488" "Trosa" 3315141 [];
    "0509" "Ödeshög" 2687419 [];
    "0512" "Ydre" 2662215 [];
    "0513" "Kinda" 2700854 [];
    "0560" "Boxholm" 2720036 [];
    "0561" "Åtvidaberg" 2724320 [];
    "0562" "Finspång" 2714901 [];
    "0563" "Valdemarsvik" 2665672 [];
    "0580" "Linköping" 2694759 [];
    "0581" "Norrköping" 2688367 [];
    "0582" "Söderköping" 2676214 [];
    "0583" "Motala" 2690959 [];
    "0584" "Vadstena" 2665901 [];
    "0586" "Mjölby" 2691742 [];
    "0604" "Aneby" 0 [];
    "0617" "Gnosjö" 0 [];
    "0642" "Mullsjö" 0 [];
    "0643" "Habo" 0 [];
    "0662" "Gislaved" 2712044 [];
    "0665" "Vaggeryd" 0 [];
    "0680" "Jönköping" 2702977 [];
    "0682" "Nässjö" 0 [];
    "0683" "Värnamo" 0 [];
    "0684" "Sävsjö" 2679696 [];
    "0685" "Vetlanda" 0 [];
    "0686" "Eksjö" 0 [];
    "0687" "Tranås" 0 [];
    "0760" "Uppvidinge" 0 [];
    "0761" "Lessebo" 0 [];
    "0763" "Tingsryd" 2669018 [];
    "0764" "Alvesta" 0 [];
    "0765" "Älmhult" 0 [];
    "0767" "Markaryd" 0 [];
    "0780" "Växjö" 0 [];
    "0781" "Ljungby" 0 [];
    "0821" "Högsby" 0 [];
    "0834" "Torsås" 0 [];
    "0840" "Mörbylånga" 2691347 [];
    "0860" "Hultsfred" 0 [];
    "0861" "Mönsterås" 0 [];
    "0862" "Emmaboda" 0 [];
    "0880" "Kalmar" 2702260 [];
    "0881" "Nybro" 0 [];
    "0882" "Oskarshamn" 2686161 [];
    "0883" "Västervik" 2664201 [];
    "0884" "Vimmerby" 0 [];
    "0885" "Borgholm" 2720436 [];
    "0980" "Gotland" 0 [];
    "1060" "Olofström" 0 [];
    "1080" "Karlskrona" 2701712 [];
    "1081" "Ronneby" 2681821 [];
    "1082" "Karlshamn" 2701725 [];
    "1083" "Sölvesborg" 0 [];
    "1214" "Svalöv" 2670540 [];
    "1230" "Staffanstorp" 2674647 [];
    "1231" "Burlöv" 2718706 [];
    "1233" "Vellinge" 2663398 [];
    "1256" "Östra Göinge" 2685543 [];
    "1257" "Örkelljunga" 0 [];
    "1260" "Bjuv" 2721533 [];
    "1261" "Kävlinge" 2701094 [];
    "1262" "Lomma" 2694260 [];
    "1263" "Svedala" 2670127 [];
    "1264" "Skurup" 2677024 [];
    "1265" "Sjöbo" 2678902 [];
    "1266" "Hörby" 2705046 [];
    "1267" "Höör" 2705054 [];
    "1270" "Tomelilla" 2668364 [];
    "1272" "Bromölla" 2719105 [];
    "1273" "Osby" 2686197 [];
    "1275" "Perstorp" 2684202 [];
    "1276" "Klippan" 0 [];
    "1277" "Åstorp" 2724424 [];
    "1278" "Båstad" 2723286 [];
    "1280" "Malmö" 0 [];
    "1281" "Lund" 2693555 [];
    "1282" "Landskrona" 0 [];
    "1283" "Helsingborg" 0 [];
    "1284" "Höganäs" 2706001 [];
    "1285" "Eslöv" 2715945 [];
    "1286" "Ystad" 2662148 [];
    "1287" "Trelleborg" 2667401 [];
    "1290" "Kristianstad" 2699308 [];
    "1291" "Simrishamn" 2679106 [];
    "1292" "Ängelholm" 2725898 [];
    "1293" "Hässleholm" 2707396 [];
    "1315" "Hylte" 2704007 [];
    "1380" "Halmstad" 2708363 [];
    "1381" "Laholm" 2697859 [];
    "1382" "Falkenberg" 0 [];
    "1383" "Varberg" 2664994 [];
    "1384" "Kungsbacka" 2698726 [];
    "1401" "Härryda" 2707608 [];
    "1402" "Partille" 2684394 [];
    "1407" "Öckerö" 2687508 [];
    "1415" "Stenungsund" 2673874 [];
    "1419" "Tjörn" 2668674 [];
    "1421" "Orust" 0 [];
    "1427" "Sotenäs" 2674968 [];
    "1430" "Munkedal" 0 [];
    "1435" "Tanum" 0 [];
    "1438" "Dals-Ed" 0 [];
    "1439" "Färgelanda" 0 [];
    "1440" "Ale" 2726973 [];
    "1441" "Lerum" 2696500 [];
    "1442" "Vårgårda" 0 [];
    "1443" "Bollebygd" 3337401 [];
    "1444" "Grästorp" 2710884 [];
    "1445" "Essunga" 2715929 [];
    "1446" "Karlsborg" 2701754 [];
    "1447" "Gullspång" 2709910 [];
    "1452" "Tranemo" 2667598 [];
    "1460" "Bengtsfors" 0 [];
    "1461" "Mellerud" 0 [];
    "1462" "Lilla Edet" 2696058 [];
    "1463" "Mark" 0 [];
    "1465" "Svenljunga" 0 [];
    "1466" "Herrljunga" 0 [];
    "1470" "Vara" 2665011 [];
    "1471" "Götene" 2711525 [];
    "1472" "Tibro" 2669117 [];
    "1473" "Töreboda" 2668246 [];
    "1480" "Göteborg" 2711533 ["Gothenburg"];
    "1481" "Mölndal" 2691457 [];
    "1482" "Kungälv" 2698738 [];
    "1484" "Lysekil" 0 [];
    "1485" "Uddevalla" 2666669 [];
    "1486" "Strömstad" 2671222 [];
    "1487" "Vänersborg" 2665170 [];
    "1488" "Trollhättan" 0 [];
    "1489" "Alingsås" 2726755 [];
    "1490" "Borås" 0 [];
    "1491" "Ulricehamn" 0 [];
    "1492" "Åmål" 0 [];
    "1493" "Mariestad" 2692611 [];
    "1494" "Lidköping" 2696328 [];
    "1495" "Skara" 2678205 [];
    "1496" "Skövde" 2677233 [];
    "1497" "Hjo" 2706183 [];
    "1498" "Tidaholm" 2669112 [];
    "1499" "Falköping" 2715566 [];
    "1715" "Kil" 2700878 [];
    "1730" "Eda" 0 [];
    "1737" "Torsby" 2667872 [];
    "1760" "Storfors" 2672047 [];
    "1761" "Hammarö" 2708180 [];
    "1762" "Munkfors" 2690828 [];
    "1763" "Forshaga" 2713969 [];
    "1764" "Grums" 2710341 [];
    "1765" "Årjäng" 0 [];
    "1766" "Sunne" 2670703 [];
    "1780" "Karlstad" 2701679 [];
    "1781" "Kristinehamn" 2699281 [];
    "1782" "Filipstad" 2715080 [];
    "1783" "Hagfors" 2709213 [];
    "1784" "Arvika" 2725122 [];
    "1785" "Säffle" 0 [];
    "1814" "Lekeberg" 0 [];
    "1860" "Laxå" 0 [];
    "1861" "Hallsberg" 0 [];
    "1862" "Degerfors" 0 [];
    "1863" "Hällefors" 0 [];
    "1864" "Ljusnarsberg" 0 [];
    "1880" "Örebro" 2686656 [];
    "1881" "Kumla" 0 [];
    "1882" "Askersund" 0 [];
    "1883" "Karlskoga" 0 [];
    "1884" "Nora" 0 [];
    "1885" "Lindesberg" 0 [];
    "1904" "Skinnskatteberg" 0 [];
    "1907" "Surahammar" 0 [];
    "1960" "Kungsör" 2698680 [];
    "1961" "Hallstahammar" 0 [];
    "1962" "Norberg" 0 [];
    "1980" "Västerås" 0 [];
    "1981" "Sala" 0 [];
    "1982" "Fagersta" 0 [];
    "1983" "Köping" 0 [];
    "1984" "Arboga" 0 [];
    "2021" "Vansbro" 2665061 [];
    "2023" "Malung-Sälen" 0 [];
    "2026" "Gagnef" 2713217 [];
    "2029" "Leksand" 2696649 [];
    "2031" "Rättvik" 0 [];
    "2034" "Orsa" 2686378 [];
    "2039" "Älvdalen" 0 [];
    "2061" "Smedjebacken" 2676585 [];
    "2062" "Mora" 2691395 [];
    "2080" "Falun" 2715458 [];
    "2081" "Borlänge" 0 [];
    "2082" "Säter" 0 [];
    "2083" "Hedemora" 2706981 [];
    "2084" "Avesta" 2724230 [];
    "2085" "Ludvika" 2693757 [];
    "2101" "Ockelbo" 2687516 [];
    "2104" "Hofors" 2706055 [];
    "2121" "Ovanåker" 0 [];
    "2132" "Nordanstig" 2689383 [];
    "2161" "Ljusdal" 0 [];
    "2180" "Gävle" 2712409 [];
    "2181" "Sandviken" 2680068 [];
    "2182" "Söderhamn" 0 [];
    "2183" "Bollnäs" 0 [];
    "2184" "Hudiksvall" 0 [];
    "2260" "Ånge" 2725906 [];
    "2262" "Timrå" 0 [];
    "2280" "Härnösand" 0 [];
    "2281" "Sundsvall" 2670776 [];
    "2282" "Kramfors" 0 [];
    "2283" "Sollefteå" 0 [];
    "2284" "Örnsköldsvik" 0 [];
    "2303" "Ragunda" 0 [];
    "2305" "Bräcke" 0 [];
    "2309" "Krokom" 2699175 [];
    "2313" "Strömsund" 0 [];
    "2321" "Åre" 2725422 [];
    "2326" "Berg" 0 [];
    "2361" "Härjedalen" 0 [];
    "2380" "Östersund" 0 [];
    "2401" "Nordmaling" 0 [];
    "2403" "Bjurholm" 0 [];
    "2404" "Vindeln" 2662850 [];
    "2409" "Robertsfors" 0 [];
    "2417" "Norsjö" 0 [];
    "2418" "Malå" 0 [];
    "2421" "Storuman" 0 [];
    "2422" "Sorsele" 0 [];
    "2425" "Dorotea" 0 [];
    "2460" "Vännäs" 0 [];
    "2462" "Vilhelmina" 0 [];
    "2463" "Åsele" 0 [];
    "2480" "Umeå" 602149 [];
    "2481" "Lycksele" 0 [];
    "2482" "Skellefteå" 602912 [];
    "2505" "Arvidsjaur" 0 [];
    "2506" "Arjeplog" 0 [];
    "2510" "Jokkmokk" 0 [];
    "2513" "Överkalix" 603822 [];
    "2514" "Kalix" 605387 [];
    "2518" "Övertorneå" 0 [];
    "2521" "Pajala" 0 [];
    "2523" "Gällivare" 0 [];
    "2560" "Älvsbyn" 0 [];
    "2580" "Luleå" 604488 [];
    "2581" "Piteå" 0 [];
    "2582" "Boden" 0 [];
    "2583" "Haparanda" 0 [];
    "2584" "Kiruna" 2700801 [];
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_there_once_and_lies_in_a_county() {
        let of = |level| PLACES.iter().filter(move |place| place.level() == level).count();
        assert_eq!((of(PlaceLevel::County), of(PlaceLevel::Municipality)), (21, 290));
        let codes: std::collections::BTreeSet<_> = PLACES.iter().map(|place| place.code).collect();
        assert_eq!(codes.len(), PLACES.len());
        assert!(PLACES.iter().all(|place| by_code(place.county()).is_some()));
        assert_eq!(by_code("1281").map(|place| place.name), Some("Lund"));
    }

    #[test]
    fn iris_lead_to_places_and_no_number_stands_twice() {
        let numbers: Vec<u32> = PLACES.iter().map(|place| place.geonames).filter(|number| *number > 0).collect();
        let unique: std::collections::BTreeSet<_> = numbers.iter().collect();
        assert_eq!((numbers.len(), unique.len()), (191, 191), "21 counties and 170 municipalities");
        for place in PLACES {
            for iri in place.iris() {
                assert_eq!(by_iri(&iri), Some(place), "{iri}");
            }
        }
        let code = |iri: &str| by_iri(iri).map(|place| place.code);
        assert_eq!(code("https://www.geonames.org/2711533/goteborgs-stad.html"), Some("1480"));
        assert_eq!(code("http://sws.geonames.org/602149"), Some("2480"));
        assert_eq!(code("https://data.europa.eu/nuts/code/SE224"), Some("12"));
        assert_eq!(code("http://sws.geonames.org/2661886/"), None, "Sweden is no county");
        assert_eq!(code("http://sws.geonames.org/0/"), None);
    }

    #[test]
    fn counties_have_their_full_names() {
        let label =
            |code: &str| by_code(code).map(|p| (p.label().text("sv").to_owned(), p.label().text("en").to_owned()));
        assert_eq!(label("12"), Some(("Skåne län".into(), "Skåne County".into())));
        assert_eq!(label("20"), Some(("Dalarnas län".into(), "Dalarna County".into())));
        assert_eq!(label("1480"), Some(("Göteborg".into(), "Gothenburg".into())));
    }
}
