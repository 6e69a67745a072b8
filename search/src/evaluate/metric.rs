//! nDCG@10 with gains 2^grade − 1, MRR@10 and the share of queries without result; means per class.

use super::{DEPTH, Evaluation, Figures, JudgedQuery, QueryFigures};
use std::collections::BTreeMap;

/// One query's row of figures: nDCG, reciprocal rank, 1 when nothing was found.
type Row = [f64; 3];

/// What was counted so far.
#[derive(Debug, Default)]
pub(super) struct Scores {
    all: Vec<Row>,
    classes: BTreeMap<String, Vec<Row>>,
    skipped: usize,
}

impl Scores {
    /// A query that this catalog cannot answer.
    pub(super) fn skip(&mut self) {
        self.skipped += 1;
    }

    /// Counts one query: grades of its results in order, and all grades that there are. Returns its nDCG.
    pub(super) fn add(&mut self, query: &JudgedQuery, run: &[u8], mut ideal: Vec<u8>) -> f64 {
        ideal.sort_unstable_by(|one, other| other.cmp(one));
        let ndcg = gain(run) / gain(&ideal);
        let first = run.iter().take(DEPTH).position(|grade| *grade > 0);
        let reciprocal = first.map_or(0.0, |at| 1.0 / (count(at) + 1.0));
        let row = [ndcg, reciprocal, if run.is_empty() { 1.0 } else { 0.0 }];
        self.all.push(row);
        for class in [query.class.clone(), format!("lang:{}", query.language)] {
            self.classes.entry(class).or_default().push(row);
        }
        ndcg
    }

    /// The means.
    pub(super) fn finish(self, details: Vec<QueryFigures>) -> Evaluation {
        let classes = self.classes.iter().map(|(class, rows)| (class.clone(), means(rows))).collect();
        Evaluation { all: means(&self.all), skipped: self.skipped, classes, details }
    }
}

fn gain(grades: &[u8]) -> f64 {
    let discounted = |(at, grade): (usize, &u8)| (f64::from(*grade).exp2() - 1.0) / (count(at) + 2.0).log2();
    // Not `sum`: that of nothing is −0.
    grades.iter().take(DEPTH).enumerate().map(discounted).fold(0.0, std::ops::Add::add)
}

fn means(rows: &[Row]) -> Figures {
    let mean = |column: usize| {
        if rows.is_empty() { 0.0 } else { rows.iter().map(|row| row[column]).sum::<f64>() / count(rows.len()) }
    };
    Figures { ndcg: mean(0), mrr: mean(1), zero: mean(2), queries: rows.len() }
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_metric_is_the_usual_one() {
        let table = "id\tlang\tclass\tquery\tintent\thigh\tany\tand\tnot\na\tsv\tc\tq\tx\tb\t\t\t\n";
        let query = &super::super::read_queries(table.as_bytes()).unwrap()[0];
        let mut scores = Scores::default();
        assert!((scores.add(query, &[2, 1], vec![1, 2]) - 1.0).abs() < 1e-12);
        // (3/log2(3)) / (3 + 1/log2(3)): the better one second, nothing first.
        let ndcg = scores.add(query, &[0, 2], vec![1, 2]);
        assert!((ndcg - 0.521_296_028_614).abs() < 1e-9, "{ndcg}");
        scores.add(query, &[], vec![1]);
        scores.skip();
        let figures = scores.finish(Vec::new());
        assert_eq!((figures.all.queries, figures.skipped), (3, 1));
        assert!((figures.all.mrr - 0.5).abs() < 1e-12 && (figures.all.zero - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!(figures.classes["c"], figures.all);
        assert_eq!(figures.classes["lang:sv"], figures.all);
    }
}
