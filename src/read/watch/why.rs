//! Why files are looked at again and again, in words that say what to do about it.

use std::fmt;

/// Why the system can't watch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WhyPolling {
    /// It refuses to watch as many folders as there are.
    Folders,
    /// It refuses to watch for as many programs as ask for it.
    Watchers,
    /// The project lies on a drive whose changes it isn't told of.
    Drive,
    /// In its own words.
    Refused(String),
}

impl fmt::Display for WhyPolling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let raise = |f: &mut fmt::Formatter<'_>, setting: &str| {
            if cfg!(target_os = "linux") {
                write!(f, " (raise fs.inotify.{setting})")
            } else {
                Ok(())
            }
        };
        match self {
            WhyPolling::Folders => {
                f.write_str("the system won't watch this many folders")?;
                raise(f, "max_user_watches")?;
            }
            WhyPolling::Watchers => {
                f.write_str("too many programs watch files already")?;
                raise(f, "max_user_instances")?;
            }
            WhyPolling::Drive => f.write_str("this drive doesn't tell what changes on it")?,
            WhyPolling::Refused(why) => write!(f, "the system won't watch the folder: {why}")?,
        }
        f.write_str("; looking for changes several times a second instead")
    }
}
