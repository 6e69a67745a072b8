//! Our chains as tantivy tokenizers.

use super::{Analyzer, Chain, Word, words};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::sync::Arc;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Words that are remembered with their terms; the same words come again and again.
const REMEMBERED: usize = 50_000;

/// The words of the text that was seen last on this thread.
#[derive(Default)]
struct LastText {
    text: String,
    words: Vec<Word>,
}

/// Terms of words, by chain.
struct Memory {
    /// Who said so.
    analyzer: Arc<Analyzer>,
    known: [FxHashMap<String, Vec<String>>; Chain::ALL.len()],
}

thread_local! {
    /// The same text goes through all chains, one after the other: it is cut into words once.
    static LAST_TEXT: RefCell<LastText> = RefCell::default();

    /// Each field of each segment has a tokenizer of its own, but the words are the same in all of them.
    static MEMORY: RefCell<Option<Memory>> = const { RefCell::new(None) };
}

impl Memory {
    /// That of this thread, empty if another analyzer filled it.
    fn with<R>(analyzer: &Arc<Analyzer>, use_it: impl FnOnce(&mut Self) -> R) -> R {
        MEMORY.with_borrow_mut(|memory| {
            if memory.as_ref().is_none_or(|memory| !Arc::ptr_eq(&memory.analyzer, analyzer)) {
                *memory = None;
            }
            use_it(memory.get_or_insert_with(|| Self { analyzer: Arc::clone(analyzer), known: Default::default() }))
        })
    }

    fn terms(&mut self, chain: Chain, word: &str) -> Vec<String> {
        let Self { analyzer, known } = self;
        let known = &mut known[chain as usize];
        if let Some(terms) = known.get(word) {
            return terms.clone();
        }
        let terms = chain.terms(word, analyzer);
        if known.len() < REMEMBERED {
            known.insert(word.to_owned(), terms.clone());
        }
        terms
    }
}

/// Cuts a text into words and gives the terms of one chain.
#[derive(Debug, Clone)]
pub(crate) struct ChainTokenizer {
    chain: Chain,
    analyzer: Arc<Analyzer>,
}

impl ChainTokenizer {
    pub(crate) fn new(chain: Chain, analyzer: Arc<Analyzer>) -> Self {
        Self { chain, analyzer }
    }

    fn tokens(&self, words: &[Word]) -> Vec<Token> {
        Memory::with(&self.analyzer, |memory| {
            let mut tokens = Vec::with_capacity(words.len());
            for word in words {
                let (offset_from, offset_to, position) = (word.from, word.to, word.position);
                for text in memory.terms(self.chain, &word.text) {
                    tokens.push(Token { offset_from, offset_to, position, text, position_length: 1 });
                }
            }
            tokens
        })
    }
}

impl Tokenizer for ChainTokenizer {
    type TokenStream<'a> = Terms;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms {
        LAST_TEXT.with_borrow_mut(|last| {
            if last.text != text {
                last.words = words(text);
                text.clone_into(&mut last.text);
            }
            Terms { tokens: self.tokens(&last.words), next: 0 }
        })
    }
}

/// Terms that were made at once; texts are short.
#[derive(Debug)]
pub(crate) struct Terms {
    tokens: Vec<Token>,
    next: usize,
}

impl TokenStream for Terms {
    fn advance(&mut self) -> bool {
        self.next += 1;
        self.next <= self.tokens.len()
    }

    fn token(&self) -> &Token {
        &self.tokens[self.next - 1]
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.tokens[self.next - 1]
    }
}
