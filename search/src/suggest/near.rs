//! Starts of words that are a letter or two away from what was typed.

use crate::spelling::AUTOMATA;
use levenshtein_automata::{DFA, Distance, SINK_STATE};

/// Shorter input is taken as it is (characters).
const SHORTEST: usize = 4;

/// Input up to this length may differ in one letter, longer in two.
const ONE_LETTER: usize = 8;

/// Longer input is taken as it is: an automaton of thousands of letters is slow to make, and nobody needs it.
const LONGEST: usize = 48;

/// Accepts terms that begin with a head and go on nearly as asked, with anything behind.
pub(super) struct NearStart {
    first: char,
    head: Vec<u8>,
    rest: DFA,
}

impl NearStart {
    /// The first letter that was typed is taken as right: that keeps the search quick, and what starts otherwise is
    /// seldom meant. Nothing for input that is too short or too long.
    pub(super) fn new(typed: &str) -> Option<Self> {
        let length = typed.chars().count();
        let first = typed.chars().next().filter(|_| (SHORTEST..=LONGEST).contains(&length))?;
        let automaton = &AUTOMATA[usize::from(length > ONE_LETTER)];
        let rest = automaton.build_prefix_dfa(&typed[first.len_utf8()..]);
        Some(Self { first, head: first.to_string().into_bytes(), rest })
    }

    /// The same behind kind and level.
    pub(super) fn behind(&mut self, head: &str) {
        self.head = format!("{head}{}", self.first).into_bytes();
    }

    /// Letters that a term is apart from what was typed.
    pub(super) fn letters(&self, term: &[u8]) -> u8 {
        match term.get(self.head.len()..).map(|rest| self.rest.eval(rest)) {
            Some(Distance::Exact(letters)) => letters,
            _ => u8::MAX,
        }
    }

    /// The same for a name that has neither kind nor level; nothing when it does not start nearly so.
    pub(super) fn letters_of_name(&self, name: &str) -> Option<u8> {
        match self.rest.eval(name.strip_prefix(self.first)?) {
            Distance::Exact(letters) => Some(letters),
            Distance::AtLeast(_) => None,
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
