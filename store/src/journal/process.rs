//! Who holds a lease: enough to tell whether that process still lives.

/// A process, so that another one can tell whether it is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Process {
    /// Boot of the machine and process id namespace: only there the other two mean anything.
    pub(super) host: String,
    /// Process id.
    pub(super) pid: u32,
    /// Start of the process in clock ticks after boot, since process ids are used again.
    pub(super) started: i64,
}

impl Process {
    /// This process.
    pub(super) fn current() -> Self {
        let pid = std::process::id();
        Self { host: host(), pid, started: start_of(pid).unwrap_or(0) }
    }

    /// `Some(true)` if the process lives, `Some(false)` if it is gone, `None` if it cannot be seen from here (another
    /// container): then only the end of its lease tells.
    pub(super) fn lives(&self, seen_from: &Self) -> Option<bool> {
        let (boot, namespace) = self.host.split_once('/')?;
        let (our_boot, our_namespace) = seen_from.host.split_once('/')?;
        if boot.is_empty() || our_boot.is_empty() {
            return None;
        }
        if boot != our_boot {
            return Some(false); // the machine was started again since
        }
        (namespace == our_namespace).then(|| start_of(self.pid) == Some(self.started))
    }
}

/// `boot id/pid namespace`; parts that the system does not tell are empty.
fn host() -> String {
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let namespace = std::fs::read_link("/proc/self/ns/pid").map(|path| path.display().to_string()).unwrap_or_default();
    format!("{}/{namespace}", boot.trim())
}

/// Field 22 of `/proc/{pid}/stat` (proc(5)); `None` if there is no such process or it is a zombie.
fn start_of(pid: u32) -> Option<i64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The second field is the name in parentheses and may hold anything, so count from the last parenthesis.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    let state = fields.next()?;
    if state == "Z" || state == "X" {
        return None;
    }
    fields.nth(18)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_lives_and_others_are_told_apart() {
        let here = Process::current();
        assert!(here.started > 0);
        assert_eq!(here.lives(&here), Some(true));
        let reused = Process { started: here.started + 1, ..here.clone() };
        assert_eq!(reused.lives(&here), Some(false), "same number, other process");
        let gone = Process { pid: 4_194_304, ..here.clone() };
        assert_eq!(gone.lives(&here), Some(false));
        let elsewhere = Process { host: format!("{}-other", here.host), ..here.clone() };
        assert_eq!(elsewhere.lives(&here), None, "another container on this machine");
        let before_boot = Process { host: "x/y".to_owned(), ..here.clone() };
        assert_eq!(before_boot.lives(&here), Some(false));
    }
}
