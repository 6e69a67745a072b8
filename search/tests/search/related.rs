//! What is about the same, and names.

use crate::common::{With, dataset, searcher};
use model::LangText;
use search::Because;

#[test]
fn rare_words_and_series_relate_but_a_publisher_alone_does_not() {
    let mut all = vec![
        dataset("a", "Badplatser i Lund").by("lund", "Lunds kommun").keywords("sv", &["bad", "vatten"]).theme("ENVI"),
        dataset("b", "Badplats Malmö").by("malmo", "Malmö stad").theme("ENVI"),
        dataset("c", "Budget").by("lund", "Lunds kommun").theme("GOVE"),
        dataset("d", "Vattenprov").keywords("sv", &["Bad"]),
        dataset("e", "Luft").theme("ENVI"),
    ];
    all.extend((0..40).map(|number| dataset(&format!("x{number}"), &format!("Statistik {number}"))));
    let (_directory, searcher) = searcher(&all);
    let found = searcher.related(&all[0], 10).unwrap();
    let ids: Vec<&str> = found.iter().map(|one| one.resource.id.as_str()).collect();
    assert_eq!(ids.len(), 2, "{ids:?}");
    assert!(ids.contains(&"b") && ids.contains(&"d"), "{ids:?}");
    let of = |id: &str| &found.iter().find(|one| one.resource.id == id).unwrap().because;
    assert_eq!(of("d"), &[Because::Keywords(vec!["bad".to_owned()])]);
    assert!(
        matches!(&of("b")[..], [Because::Title(words), Because::Themes(_)] if words == &["badplatser"]),
        "{:?}",
        of("b")
    );
    assert!(searcher.related(&dataset("z", "Xyzzy"), 10).unwrap().is_empty());
}

#[test]
fn members_of_one_series_come_first() {
    let member = |id: &str, title: &str| {
        let mut one = dataset(id, title);
        one.in_series = vec!["https://catalog.example/serie".to_owned()];
        one
    };
    let all = [member("a", "Luft 2023"), member("b", "Något annat"), dataset("c", "Luft i staden")];
    let (_directory, searcher) = searcher(&all);
    let found = searcher.related(&all[0], 10).unwrap();
    assert_eq!(found[0].resource.id, "b");
    assert_eq!(found[0].because, [Because::Series(vec!["https://catalog.example/serie".to_owned()])]);
}

#[test]
fn names_are_found_by_forms_acronyms_and_slips() {
    let (_directory, searcher) = searcher(&[dataset("a", "A")]);
    let names: Vec<LangText> =
        ["Lunds kommun", "Statistiska centralbyrån", "Sveriges lantbruksuniversitet", "Malmö stad"]
            .iter()
            .map(|name| LangText::new("sv", name))
            .collect();
    let find = |q: &str, slips| searcher.find_names(q, slips, &names);
    for (q, expected) in
        [("malmo", 3), ("SCB", 1), ("Statistics Sweden", 1), ("centralbyran", 1), ("kommunen lunds", 0), ("slu", 2)]
    {
        assert_eq!(find(q, true).first(), Some(&expected), "{q}");
    }
    assert_eq!(find("statistska centralbyrån", true), [1]);
    assert!(find("statistska centralbyrån", false).is_empty());
    assert_eq!(find("", true), [0, 1, 2, 3]);
    assert!(find("xyzzy", true).is_empty());
}
