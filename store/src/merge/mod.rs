//! Merge: the records of all sources become one catalog (design §4 "Merge").
