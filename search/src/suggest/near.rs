//! Starts of words that are a letter or two away from what was typed.

use crate::spelling::AUTOMATA;
use levenshtein_automata::{DFA, Distance, SINK_STATE};

/// Shorter input is taken as it is (characters).
const SHORTEST: usize = 4;

/// Input up to this length may differ in one letter, longer in two.
const ONE_LETTER: usize = 8;

/// Accepts terms that begin with a head and go on nearly as asked, with anything behind.
pub(super) struct NearStart {
    head: Vec<u8>,
    rest: DFA,
}

impl NearStart {
    /// `head` holds kind and level; the first letter that was typed is taken as right: that keeps the search quick, and
    /// what starts otherwise is seldom meant. Nothing for input that is too short.
    pub(super) fn new(head: &str, typed: &str) -> Option<Self> {
        let length = typed.chars().count();
        let first = typed.chars().next().filter(|_| length >= SHORTEST)?;
        let automaton = &AUTOMATA[usize::from(length > ONE_LETTER)];
        let rest = automaton.build_prefix_dfa(&typed[first.len_utf8()..]);
        Some(Self { head: format!("{head}{first}").into_bytes(), rest })
    }

    /// Letters that a term is apart from what was typed.
    pub(super) fn letters(&self, term: &[u8]) -> u8 {
        match term.get(self.head.len()..).map(|rest| self.rest.eval(rest)) {
            Some(Distance::Exact(letters)) => letters,
            _ => u8::MAX,
        }
    }
}

impl tantivy_fst::Automaton for NearStart {
    /// Bytes of the head seen (`usize::MAX` after a wrong one), and the state behind it.
    type State = (usize, u32);

    fn start(&self) -> Self::State {
        (0, self.rest.initial_state())
    }

    fn is_match(&self, (seen, state): &Self::State) -> bool {
        *seen == self.head.len() && matches!(self.rest.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, (seen, state): &Self::State) -> bool {
        *seen != usize::MAX && *state != SINK_STATE
    }

    fn accept(&self, (seen, state): &Self::State, byte: u8) -> Self::State {
        match self.head.get(*seen) {
            Some(expected) if *expected == byte => (seen + 1, *state),
            None if *seen == self.head.len() => (*seen, self.rest.transition(*state, byte)),
            Some(_) | None => (usize::MAX, SINK_STATE),
        }
    }
}
