//! Our chains as tantivy tokenizers.

use super::{Chain, words};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Cuts a text into words and gives the terms of one chain.
#[derive(Debug, Clone)]
pub(crate) struct ChainTokenizer {
    chain: Chain,
}

impl ChainTokenizer {
    pub(crate) fn new(chain: Chain) -> Self {
        Self { chain }
    }
}

impl Tokenizer for ChainTokenizer {
    type TokenStream<'a> = Terms;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms {
        let mut tokens = Vec::new();
        for word in words(text) {
            for term in self.chain.terms(&word.text) {
                let (offset_from, offset_to) = (word.from, word.to);
                tokens.push(Token { offset_from, offset_to, position: word.position, text: term, position_length: 1 });
            }
        }
        Terms { tokens, next: 0 }
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
