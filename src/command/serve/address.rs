//! Where the preview listens: on this machine alone, and on a port that nobody else has.

use std::fmt;
use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, TcpListener};

use crate::command::Outcome;

/// The port where nobody asks for another one.
const USUAL: u16 = 2800;

/// How many ports are tried, from the usual one on.
const TRIED: u16 = 100;

/// Which port is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Port {
    /// The usual one, or the next that is free.
    Usual,
    /// This one; 0 is whichever the system gives.
    Asked(u16),
}

/// A socket, and how it came to its port.
#[derive(Debug)]
pub(super) struct Listener {
    pub(super) socket: TcpListener,
    pub(super) port: u16,
    /// The usual port, where somebody else has it.
    pub(super) taken: Option<u16>,
}

/// Why there is no socket.
#[derive(Debug)]
pub(super) enum ListenError {
    Taken(u16),
    AllTaken,
    Refused { port: u16, cause: io::Error },
}

/// Listens on this machine alone.
pub(super) fn listen(port: Port) -> Result<Listener, ListenError> {
    match port {
        Port::Asked(port) => bind(port)
            .and_then(|socket| listener(socket, None))
            .map_err(|cause| match cause.kind() {
                ErrorKind::AddrInUse => ListenError::Taken(port),
                _ => ListenError::Refused { port, cause },
            }),
        Port::Usual => first_free(),
    }
}

fn first_free() -> Result<Listener, ListenError> {
    for port in USUAL..USUAL + TRIED {
        match bind(port) {
            Ok(socket) => {
                let taken = (port != USUAL).then_some(USUAL);
                return listener(socket, taken)
                    .map_err(|cause| ListenError::Refused { port, cause });
            }
            Err(cause) if cause.kind() == ErrorKind::AddrInUse => {}
            Err(cause) => return Err(ListenError::Refused { port, cause }),
        }
    }
    Err(ListenError::AllTaken)
}

fn bind(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
}

fn listener(socket: TcpListener, taken: Option<u16>) -> io::Result<Listener> {
    socket.set_nonblocking(true)?;
    Ok(Listener {
        port: socket.local_addr()?.port(),
        socket,
        taken,
    })
}

impl ListenError {
    pub(super) fn outcome(&self) -> Outcome {
        match self {
            ListenError::Taken(_) => Outcome::WrongUsage,
            ListenError::AllTaken | ListenError::Refused { .. } => Outcome::SystemFailure,
        }
    }
}

impl fmt::Display for ListenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ListenError::Taken(port) => write!(
                f,
                "port {port} is taken by another program: name another one with --port, or leave --port out, and a free one is found"
            ),
            ListenError::AllTaken => write!(
                f,
                "the ports {USUAL} to {} are all taken: name a free one with --port",
                USUAL + TRIED - 1
            ),
            ListenError::Refused { port, cause } if cause.kind() == ErrorKind::PermissionDenied => {
                write!(
                    f,
                    "the system doesn't let you use port {port}: name one above 1023 with --port"
                )
            }
            ListenError::Refused { port, cause } => {
                write!(f, "can't listen on port {port}: {cause}")
            }
        }
    }
}
