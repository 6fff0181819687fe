//! The files in a ZIP archive, unpacked within a bound.
//!
//! An archive of a few kilobytes can unpack to as many gigabytes, and can hold the same bytes under a
//! thousand names; so all that is ever unpacked of one archive is counted together.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::Crc;
use flate2::read::DeflateDecoder;

/// What all files of an archive may have together, unpacked.
pub(super) const LARGEST: usize = 64 << 20;

/// An archive's directory.
pub(super) struct Archive<'a> {
    bytes: &'a [u8],
    files: BTreeMap<String, Packed>,
    left: usize,
}

#[derive(Clone, Copy)]
struct Packed {
    method: u16,
    encrypted: bool,
    checksum: u32,
    packed: u64,
    /// Where its own head stands.
    at: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ZipError {
    Damaged,
    Encrypted,
    TooLarge,
}

impl<'a> Archive<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Archive<'a>, ZipError> {
        directory(bytes)
            .map(|files| Archive {
                bytes,
                files,
                left: LARGEST,
            })
            .ok_or(ZipError::Damaged)
    }

    /// A file's bytes; `None` where the archive has none of this name.
    pub(super) fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, ZipError> {
        let Some(&file) = self.files.get(&name.to_ascii_lowercase()) else {
            return Ok(None);
        };
        if file.encrypted {
            return Err(ZipError::Encrypted);
        }
        let packed = packed(self.bytes, file).ok_or(ZipError::Damaged)?;
        let mut bytes = Vec::new();
        let bound = self.left as u64 + 1;
        let unpacked = match file.method {
            0 => packed.take(bound).read_to_end(&mut bytes),
            8 => DeflateDecoder::new(packed)
                .take(bound)
                .read_to_end(&mut bytes),
            _ => return Err(ZipError::Damaged),
        };
        if bytes.len() > self.left {
            return Err(ZipError::TooLarge);
        }
        self.left -= bytes.len();
        let mut checksum = Crc::new();
        checksum.update(&bytes);
        if unpacked.is_err() || checksum.sum() != file.checksum {
            return Err(ZipError::Damaged);
        }
        Ok(Some(bytes))
    }
}

/// The packed bytes of a file. How long its head is only the head itself says.
fn packed(bytes: &[u8], file: Packed) -> Option<&[u8]> {
    const HEAD: usize = 30;
    let at = usize::try_from(file.at).ok()?;
    let head = bytes.get(at..)?;
    head.starts_with(b"PK\x03\x04").then_some(())?;
    let start = HEAD + usize::from(short(head, 26)?) + usize::from(short(head, 28)?);
    let length = usize::try_from(file.packed).ok()?;
    head.get(start..start.checked_add(length)?)
}

/// The list of files at the archive's end.
fn directory(bytes: &[u8]) -> Option<BTreeMap<String, Packed>> {
    const END: usize = 22;
    const LONGEST_COMMENT: usize = 0xffff;
    let last = bytes.len().checked_sub(END)?;
    let first = last.saturating_sub(LONGEST_COMMENT);
    let end = (first..=last)
        .rev()
        .find(|&at| bytes[at..].starts_with(b"PK\x05\x06"))?;
    let mut at = u64::from(long(bytes, end + 16)?);
    if at == u64::from(u32::MAX) {
        at = far_directory(bytes, end)?;
    }
    let mut rest = bytes.get(usize::try_from(at).ok()?..end)?;
    let mut files = BTreeMap::new();
    while rest.starts_with(b"PK\x01\x02") {
        const HEAD: usize = 46;
        let name_length = usize::from(short(rest, 28)?);
        let extra_length = usize::from(short(rest, 30)?);
        let length = HEAD + name_length + extra_length + usize::from(short(rest, 32)?);
        let name = String::from_utf8_lossy(rest.get(HEAD..HEAD + name_length)?);
        let extra = rest.get(HEAD + name_length..HEAD + name_length + extra_length)?;
        let mut file = Packed {
            method: short(rest, 10)?,
            encrypted: short(rest, 8)? & 1 == 1,
            checksum: long(rest, 16)?,
            packed: u64::from(long(rest, 20)?),
            at: u64::from(long(rest, 42)?),
        };
        widen(&mut file, long(rest, 24)?, extra);
        files
            .entry(name.trim_start_matches('/').to_ascii_lowercase())
            .or_insert(file);
        rest = rest.get(length..)?;
    }
    (!files.is_empty()).then_some(files)
}

/// Where the directory of an archive in the 64-bit form stands. Some programs write small ones so too.
fn far_directory(bytes: &[u8], end: usize) -> Option<u64> {
    let locator = bytes.get(end.checked_sub(20)?..end)?;
    locator.starts_with(b"PK\x06\x07").then_some(())?;
    let record = bytes.get(usize::try_from(very_long(locator, 8)?).ok()?..)?;
    record.starts_with(b"PK\x06\x06").then_some(())?;
    very_long(record, 48)
}

/// Takes the sizes that didn't fit into 32 bits from the extra field.
fn widen(file: &mut Packed, unpacked: u32, mut extra: &[u8]) {
    while let (Some(kind), Some(length)) = (short(extra, 0), short(extra, 2)) {
        let end = 4 + usize::from(length);
        if kind == 1 {
            let mut at = 4;
            let mut next = |needed: bool| {
                let value = needed.then(|| very_long(extra, at)).flatten();
                at += usize::from(needed) * 8;
                value
            };
            let all = |value: u64| value == u64::from(u32::MAX);
            next(unpacked == u32::MAX);
            file.packed = next(all(file.packed)).unwrap_or(file.packed);
            file.at = next(all(file.at)).unwrap_or(file.at);
            return;
        }
        extra = extra.get(end..).unwrap_or_default();
    }
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes
        .get(at..)?
        .first_chunk()
        .map(|b| u16::from_le_bytes(*b))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes
        .get(at..)?
        .first_chunk()
        .map(|b| u32::from_le_bytes(*b))
}

fn very_long(bytes: &[u8], at: usize) -> Option<u64> {
    bytes
        .get(at..)?
        .first_chunk()
        .map(|b| u64::from_le_bytes(*b))
}
