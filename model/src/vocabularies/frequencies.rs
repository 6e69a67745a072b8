//! Update frequencies (`dcterms:accrualPeriodicity`).
//! Terms and labels: DCAT-AP-SE 3.0.1 (Digg, CC BY 4.0);
//! further terms: EU Vocabularies (Publications Office, reuse decision 2011/833/EU), Swedish wording ours.
//! The deprecated list of Dublin Core (`purl.org/cld/freq/`) is mapped by meaning: `semimonthly` is twice a month, although
//! the profile labels it "Varannan månad".

use super::Vocabulary;
use super::vocabulary::terms;

/// The vocabulary.
pub static FREQUENCIES: Vocabulary = Vocabulary {
    name: "frequency",
    scheme: "http://publications.europa.eu/resource/authority/frequency",
    terms: terms! { "http://publications.europa.eu/resource/authority/frequency/";
    "CONT", "kontinuerlig", "continuous";
    "UPDATE_CONT", "uppdateras kontinuerligt", "continuously updated";
    "DAILY_2", "två gånger per dag", "twice a day";
    "DAILY", "dagligen", "daily";
    "WEEKLY_3", "tre gånger per vecka", "three times a week";
    "WEEKLY_2", "två gånger per vecka", "semiweekly";
    "WEEKLY", "veckovis", "weekly";
    "MONTHLY_3", "tre gånger per månad", "three times a month";
    "BIWEEKLY", "varannan vecka", "every two weeks";
    "MONTHLY_2", "två gånger per månad", "semimonthly";
    "MONTHLY", "månatligen", "monthly";
    "BIMONTHLY", "varannan månad", "every two months";
    "QUARTERLY", "kvartalsvis", "quarterly";
    "ANNUAL_3", "tre gånger per år", "three times a year";
    "ANNUAL_2", "halvårsvis", "semiannual";
    "ANNUAL", "årligen", "annual";
    "BIENNIAL", "vartannat år", "biennial";
    "TRIENNIAL", "vart tredje år", "triennial";
    "IRREG", "oregelbundet", "irregular";
    "OTHER", "annan", "other";
    "UNKNOWN", "okänd", "unknown";
    "NEVER", "aldrig", "never";
    },
    further: terms! { "http://publications.europa.eu/resource/authority/frequency/";
    "OP_DATPRO", "preliminära data", "provisional data";
    "AS_NEEDED", "efter behov", "as needed";
    "NOT_PLANNED", "inte planerad", "not planned";
    "HOURLY", "varje timme", "hourly";
    "BIHOURLY", "varannan timme", "every two hours";
    "TRIHOURLY", "var tredje timme", "every three hours";
    "12HRS", "var tolfte timme", "every twelve hours";
    "1MIN", "varje minut", "every minute";
    "5MIN", "var femte minut", "every five minutes";
    "10MIN", "var tionde minut", "every ten minutes";
    "15MIN", "varje kvart", "every fifteen minutes";
    "30MIN", "varje halvtimme", "every thirty minutes";
    "WEEKLY_5", "fem gånger per vecka", "five times a week";
    "QUADRENNIAL", "vart fjärde år", "every four years";
    "QUINQUENNIAL", "vart femte år", "every five years";
    "SEXENNIAL", "vart sjätte år", "every six years";
    "DECENNIAL", "vart tionde år", "every ten years";
    "BIDECENNIAL", "vart tjugonde år", "every twenty years";
    "TRIDECENNIAL", "vart trettionde år", "every thirty years";
    },
    aliases: &[
        ("purl.org/cld/freq/annual", "ANNUAL"),
        ("purl.org/cld/freq/biennial", "BIENNIAL"),
        ("purl.org/cld/freq/bimonthly", "BIMONTHLY"),
        ("purl.org/cld/freq/biweekly", "BIWEEKLY"),
        ("purl.org/cld/freq/continuous", "CONT"),
        ("purl.org/cld/freq/daily", "DAILY"),
        ("purl.org/cld/freq/irregular", "IRREG"),
        ("purl.org/cld/freq/monthly", "MONTHLY"),
        ("purl.org/cld/freq/quarterly", "QUARTERLY"),
        ("purl.org/cld/freq/semiannual", "ANNUAL_2"),
        ("purl.org/cld/freq/semimonthly", "MONTHLY_2"),
        ("purl.org/cld/freq/semiweekly", "WEEKLY_2"),
        ("purl.org/cld/freq/threeTimesAMonth", "MONTHLY_3"),
        ("purl.org/cld/freq/threeTimesAWeek", "WEEKLY_3"),
        ("purl.org/cld/freq/threeTimesAYear", "ANNUAL_3"),
        ("purl.org/cld/freq/triennial", "TRIENNIAL"),
        ("purl.org/cld/freq/weekly", "WEEKLY"),
    ],
};
