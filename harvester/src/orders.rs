//! Orders: runs that a person asked for through the API.

use model::SourceId;
use model::control::{Approval, HarvestControl};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use store::{Journal, StoreError};
use tokio::sync::Notify;

/// What a person asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) source: SourceId,
    /// Take what is held instead of fetching.
    pub(crate) approval: Option<Approval>,
}

/// Orders that wait for the schedule loop.
#[derive(Debug, Default)]
pub(crate) struct Orders {
    open: AtomicBool,
    waiting: Mutex<VecDeque<Order>>,
    arrived: Notify,
}

impl Orders {
    /// From now on orders are taken (or not).
    pub(crate) fn set_open(&self, open: bool) {
        self.open.store(open, Ordering::SeqCst);
    }

    /// Waits until there is an order.
    pub(crate) async fn arrived(&self) {
        self.arrived.notified().await;
    }

    /// Takes all waiting orders.
    pub(crate) fn take(&self) -> VecDeque<Order> {
        std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn put(&self, order: Order) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if !waiting.contains(&order) {
            waiting.push_back(order);
        }
        self.arrived.notify_one();
    }
}

/// What the API holds.
#[derive(Debug)]
pub(crate) struct Control {
    journal: Arc<Journal>,
    orders: Arc<Orders>,
}

impl Control {
    pub(crate) fn new(journal: Arc<Journal>, orders: Arc<Orders>) -> Self {
        Self { journal, orders }
    }
}

impl Control {
    /// Puts an order if there is anybody to carry it out.
    fn order(&self, order: Order) -> Result<(), String> {
        let source = &order.source;
        let entry = self.journal.source(source).map_err(|error| error.to_string())?;
        if entry.source.paused {
            return Err(format!("the source `{source}` is paused: resume it first"));
        }
        if !self.orders.open.load(Ordering::SeqCst) {
            return Err("no harvests are run by this process: it is starting or stopping".to_owned());
        }
        self.orders.put(order);
        Ok(())
    }
}

impl HarvestControl for Control {
    fn run_now(&self, source: &SourceId) -> Result<(), String> {
        self.order(Order { source: source.clone(), approval: None })
    }

    fn approve(&self, source: &SourceId, approval: Approval) -> Result<(), String> {
        let held = self.journal.held_runs(source).map_err(|error| error.to_string())?;
        if held.is_empty() {
            return Err(StoreError::NothingHeld { source_id: source.to_string() }.to_string());
        }
        self.order(Order { source: source.clone(), approval: Some(approval) })
    }
}
