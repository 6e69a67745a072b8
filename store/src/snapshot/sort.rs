//! Sorting by counting: term numbers are dense, so one stable pass over an order gives the next one.
//!
//! From SPO, a stable pass by object gives OSP, and from that one by predicate gives POS; the same holds with graphs.

/// A row of term numbers.
pub(super) type Row<const N: usize> = [u32; N];

/// Rows in their new order, and where each first term begins (one more than there are terms).
#[derive(Debug)]
pub(super) struct Ordered<const N: usize> {
    /// The rows.
    pub(super) rows: Vec<Row<N>>,
    /// `starts[t]..starts[t + 1]` are the rows that the pass's key has `t` in.
    pub(super) starts: Vec<u32>,
}

/// Where the rows with each term in column `key` begin.
pub(super) fn starts<const N: usize>(rows: &[Row<N>], key: usize, terms: usize) -> Vec<u32> {
    let mut counts = vec![0_u32; terms + 1];
    for row in rows {
        counts[row[key] as usize + 1] += 1;
    }
    let mut sum = 0;
    for count in &mut counts {
        sum += *count;
        *count = sum;
    }
    counts
}

/// One stable pass by column `key`; `permute` says how the columns are stored afterwards.
pub(super) fn pass<const N: usize>(
    rows: &[Row<N>],
    key: usize,
    terms: usize,
    permute: impl Fn(Row<N>) -> Row<N>,
) -> Ordered<N> {
    let starts = starts(rows, key, terms);
    let mut next = starts.clone();
    let mut sorted = vec![[0; N]; rows.len()];
    for row in rows {
        let place = &mut next[row[key] as usize];
        sorted[*place as usize] = permute(*row);
        *place += 1;
    }
    Ordered { rows: sorted, starts }
}

/// Sorts rows by all columns from the first to the last, and drops doubles.
pub(super) fn sort<const N: usize>(mut rows: Vec<Row<N>>, terms: usize) -> Ordered<N> {
    for key in (0..N).rev() {
        rows = pass(&rows, key, terms, |row| row).rows;
    }
    rows.dedup();
    rows.shrink_to_fit();
    let starts = starts(&rows, 0, terms);
    Ordered { rows, starts }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn all_orders_are_sorted(rows in proptest::collection::vec(proptest::array::uniform4(0_u32..9), 0..200)) {
            let spog = sort(rows.clone(), 9);
            let mut expected = rows;
            expected.sort_unstable();
            expected.dedup();
            prop_assert_eq!(&spog.rows, &expected);
            let ospg = pass(&spog.rows, 2, 9, |[s, p, o, g]| [o, s, p, g]);
            prop_assert!(ospg.rows.is_sorted());
            let posg = pass(&ospg.rows, 2, 9, |[o, s, p, g]| [p, o, s, g]);
            prop_assert!(posg.rows.is_sorted());
            let gpos = pass(&posg.rows, 3, 9, |[p, o, s, g]| [g, p, o, s]);
            prop_assert!(gpos.rows.is_sorted());
            for term in 0..9_u32 {
                let range = posg.starts[term as usize] as usize..posg.starts[term as usize + 1] as usize;
                prop_assert_eq!(posg.rows[range].len(), posg.rows.iter().filter(|row| row[0] == term).count());
            }
        }
    }
}
