//! Swedish municipalities and counties with their official codes and the IRIs that catalogs name them by.
//! Codes and names: Statistics Sweden's register of regional divisions (länskod, kommunkod), facts in the public domain.
//! GeoNames numbers: geonames.org (CC BY 4.0): its second-level divisions, which carry the official code, so none is
//! guessed: a town has another number than its municipality.
//! NUTS 3 codes of the counties: Regulation (EC) No 1059/2003, annex I.
#![expect(clippy::unreadable_literal, reason = "GeoNames numbers are names: written as the IRIs write them")]

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
    "0186" "Lidingö" 2696332 [];
    "0187" "Vaxholm" 2663537 [];
    "0188" "Norrtälje" 2688248 [];
    "0191" "Sigtuna" 2679300 [];
    "0192" "Nynäshamn" 2687635 [];
    "0305" "Håbo" 2709491 [];
    "0319" "Älvkarleby" 2726284 [];
    "0330" "Knivsta" 3337384 [];
    "0331" "Heby" 2707055 [];
    "0360" "Tierp" 2669097 [];
    "0380" "Uppsala" 2666219 [];
    "0381" "Enköping" 2716165 [];
    "0382" "Östhammar" 2685697 [];
    "0428" "Vingåker" 2662828 [];
    "0461" "Gnesta" 3315140 [];
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
    "0604" "Aneby" 2726004 [];
    "0617" "Gnosjö" 2711789 [];
    "0642" "Mullsjö" 2690899 [];
    "0643" "Habo" 2709492 [];
    "0662" "Gislaved" 2712044 [];
    "0665" "Vaggeryd" 2665856 [];
    "0680" "Jönköping" 2702977 [];
    "0682" "Nässjö" 2690167 [];
    "0683" "Värnamo" 2664852 [];
    "0684" "Sävsjö" 2679696 [];
    "0685" "Vetlanda" 2663292 [];
    "0686" "Eksjö" 2716433 [];
    "0687" "Tranås" 2667625 [];
    "0760" "Uppvidinge" 2666201 [];
    "0761" "Lessebo" 2696471 [];
    "0763" "Tingsryd" 2669018 [];
    "0764" "Alvesta" 2726306 [];
    "0765" "Älmhult" 2726568 [];
    "0767" "Markaryd" 2692595 [];
    "0780" "Växjö" 2663535 [];
    "0781" "Ljungby" 2694551 [];
    "0821" "Högsby" 2705716 [];
    "0834" "Torsås" 2667902 [];
    "0840" "Mörbylånga" 2691347 [];
    "0860" "Hultsfred" 2704397 [];
    "0861" "Mönsterås" 2691406 [];
    "0862" "Emmaboda" 2716280 [];
    "0880" "Kalmar" 2702260 [];
    "0881" "Nybro" 2687897 [];
    "0882" "Oskarshamn" 2686161 [];
    "0883" "Västervik" 2664201 [];
    "0884" "Vimmerby" 2662880 [];
    "0885" "Borgholm" 2720436 [];
    "0980" "Gotland" 2711509 [];
    "1060" "Olofström" 2687061 [];
    "1080" "Karlskrona" 2701712 [];
    "1081" "Ronneby" 2681821 [];
    "1082" "Karlshamn" 2701725 [];
    "1083" "Sölvesborg" 2675364 [];
    "1214" "Svalöv" 2670540 [];
    "1230" "Staffanstorp" 2674647 [];
    "1231" "Burlöv" 2718706 [];
    "1233" "Vellinge" 2663398 [];
    "1256" "Östra Göinge" 2685543 [];
    "1257" "Örkelljunga" 2686595 [];
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
    "1276" "Klippan" 2700483 [];
    "1277" "Åstorp" 2724424 [];
    "1278" "Båstad" 2723286 [];
    "1280" "Malmö" 2692965 [];
    "1281" "Lund" 2693555 [];
    "1282" "Landskrona" 2697719 [];
    "1283" "Helsingborg" 2706766 [];
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
    "1382" "Falkenberg" 2715572 [];
    "1383" "Varberg" 2664994 [];
    "1384" "Kungsbacka" 2698726 [];
    "1401" "Härryda" 2707608 [];
    "1402" "Partille" 2684394 [];
    "1407" "Öckerö" 2687508 [];
    "1415" "Stenungsund" 2673874 [];
    "1419" "Tjörn" 2668674 [];
    "1421" "Orust" 2686246 [];
    "1427" "Sotenäs" 2674968 [];
    "1430" "Munkedal" 2690840 [];
    "1435" "Tanum" 2669414 [];
    "1438" "Dals-Ed" 2718152 [];
    "1439" "Färgelanda" 2715350 [];
    "1440" "Ale" 2726973 [];
    "1441" "Lerum" 2696500 [];
    "1442" "Vårgårda" 2664938 [];
    "1443" "Bollebygd" 3337401 [];
    "1444" "Grästorp" 2710884 [];
    "1445" "Essunga" 2715929 [];
    "1446" "Karlsborg" 2701754 [];
    "1447" "Gullspång" 2709910 [];
    "1452" "Tranemo" 2667598 [];
    "1460" "Bengtsfors" 2723078 [];
    "1461" "Mellerud" 2692047 [];
    "1462" "Lilla Edet" 2696058 [];
    "1463" "Mark" 2692570 [];
    "1465" "Svenljunga" 2670043 [];
    "1466" "Herrljunga" 2706522 [];
    "1470" "Vara" 2665011 [];
    "1471" "Götene" 2711525 [];
    "1472" "Tibro" 2669117 [];
    "1473" "Töreboda" 2668246 [];
    "1480" "Göteborg" 2711533 ["Gothenburg"];
    "1481" "Mölndal" 2691457 [];
    "1482" "Kungälv" 2698738 [];
    "1484" "Lysekil" 2693300 [];
    "1485" "Uddevalla" 2666669 [];
    "1486" "Strömstad" 2671222 [];
    "1487" "Vänersborg" 2665170 [];
    "1488" "Trollhättan" 2667302 [];
    "1489" "Alingsås" 2726755 [];
    "1490" "Borås" 2720496 [];
    "1491" "Ulricehamn" 2666492 [];
    "1492" "Åmål" 2726237 [];
    "1493" "Mariestad" 2692611 [];
    "1494" "Lidköping" 2696328 [];
    "1495" "Skara" 2678205 [];
    "1496" "Skövde" 2677233 [];
    "1497" "Hjo" 2706183 [];
    "1498" "Tidaholm" 2669112 [];
    "1499" "Falköping" 2715566 [];
    "1715" "Kil" 2700878 [];
    "1730" "Eda" 2716958 [];
    "1737" "Torsby" 2667872 [];
    "1760" "Storfors" 2672047 [];
    "1761" "Hammarö" 2708180 [];
    "1762" "Munkfors" 2690828 [];
    "1763" "Forshaga" 2713969 [];
    "1764" "Grums" 2710341 [];
    "1765" "Årjäng" 2725378 [];
    "1766" "Sunne" 2670703 [];
    "1780" "Karlstad" 2701679 [];
    "1781" "Kristinehamn" 2699281 [];
    "1782" "Filipstad" 2715080 [];
    "1783" "Hagfors" 2709213 [];
    "1784" "Arvika" 2725122 [];
    "1785" "Säffle" 2680762 [];
    "1814" "Lekeberg" 3337402 [];
    "1860" "Laxå" 2696803 [];
    "1861" "Hallsberg" 2708508 [];
    "1862" "Degerfors" 2717881 [];
    "1863" "Hällefors" 2708664 [];
    "1864" "Ljusnarsberg" 2694483 [];
    "1880" "Örebro" 2686656 [];
    "1881" "Kumla" 2698753 [];
    "1882" "Askersund" 2724776 [];
    "1883" "Karlskoga" 2701714 [];
    "1884" "Nora" 2689465 [];
    "1885" "Lindesberg" 2694892 [];
    "1904" "Skinnskatteberg" 2677592 [];
    "1907" "Surahammar" 2670612 [];
    "1960" "Kungsör" 2698680 [];
    "1961" "Hallstahammar" 2708428 [];
    "1962" "Norberg" 2689450 [];
    "1980" "Västerås" 2664441 [];
    "1981" "Sala" 2680657 [];
    "1982" "Fagersta" 2715650 [];
    "1983" "Köping" 2699780 [];
    "1984" "Arboga" 2725469 [];
    "2021" "Vansbro" 2665061 [];
    "2023" "Malung-Sälen" 2692868 [];
    "2026" "Gagnef" 2713217 [];
    "2029" "Leksand" 2696649 [];
    "2031" "Rättvik" 2682993 [];
    "2034" "Orsa" 2686378 [];
    "2039" "Älvdalen" 2726330 [];
    "2061" "Smedjebacken" 2676585 [];
    "2062" "Mora" 2691395 [];
    "2080" "Falun" 2715458 [];
    "2081" "Borlänge" 2720382 [];
    "2082" "Säter" 2679832 [];
    "2083" "Hedemora" 2706981 [];
    "2084" "Avesta" 2724230 [];
    "2085" "Ludvika" 2693757 [];
    "2101" "Ockelbo" 2687516 [];
    "2104" "Hofors" 2706055 [];
    "2121" "Ovanåker" 2685092 [];
    "2132" "Nordanstig" 2689383 [];
    "2161" "Ljusdal" 2694502 [];
    "2180" "Gävle" 2712409 [];
    "2181" "Sandviken" 2680068 [];
    "2182" "Söderhamn" 2676222 [];
    "2183" "Bollnäs" 2720678 [];
    "2184" "Hudiksvall" 2704611 [];
    "2260" "Ånge" 2725906 [];
    "2262" "Timrå" 2669046 [];
    "2280" "Härnösand" 2707682 [];
    "2281" "Sundsvall" 2670776 [];
    "2282" "Kramfors" 2699393 [];
    "2283" "Sollefteå" 2675415 [];
    "2284" "Örnsköldsvik" 2686466 [];
    "2303" "Ragunda" 2683605 [];
    "2305" "Bräcke" 2720000 [];
    "2309" "Krokom" 2699175 [];
    "2313" "Strömsund" 2671219 [];
    "2321" "Åre" 2725422 [];
    "2326" "Berg" 2722709 [];
    "2361" "Härjedalen" 2707737 [];
    "2380" "Östersund" 2685747 [];
    "2401" "Nordmaling" 2689334 [];
    "2403" "Bjurholm" 2721584 [];
    "2404" "Vindeln" 2662850 [];
    "2409" "Robertsfors" 603302 [];
    "2417" "Norsjö" 2688170 [];
    "2418" "Malå" 2693147 [];
    "2421" "Storuman" 2671529 [];
    "2422" "Sorsele" 2675078 [];
    "2425" "Dorotea" 2717400 [];
    "2460" "Vännäs" 2665089 [];
    "2462" "Vilhelmina" 2662934 [];
    "2463" "Åsele" 2724956 [];
    "2480" "Umeå" 602149 [];
    "2481" "Lycksele" 2693346 [];
    "2482" "Skellefteå" 602912 [];
    "2505" "Arvidsjaur" 2725134 [];
    "2506" "Arjeplog" 2725371 [];
    "2510" "Jokkmokk" 2702996 [];
    "2513" "Överkalix" 603822 [];
    "2514" "Kalix" 605387 [];
    "2518" "Övertorneå" 603813 [];
    "2521" "Pajala" 603760 [];
    "2523" "Gällivare" 606084 [];
    "2560" "Älvsbyn" 606833 [];
    "2580" "Luleå" 604488 [];
    "2581" "Piteå" 603569 [];
    "2582" "Boden" 606530 [];
    "2583" "Haparanda" 605857 [];
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
        assert_eq!((numbers.len(), unique.len()), (311, 311), "21 counties and 290 municipalities");
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
