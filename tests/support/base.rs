//! The base project of the behaviour tests.

/// Two sub-processors since January; in November one of them announces a second country.
pub(super) const BASE: &str = r#"
-- candor.toml --
[site]
id = "6a3c1d9e-5a47-4f0b-9d34-2f2d6f0a7c11"
title = "Heronsgate Trust Center"
base_url = "https://trust.heronsgate.example/"
time_zone = "Europe/Berlin"

[notice]
days = 30
-- content/index.md --
+++
title = "Heronsgate Trust Center"
+++
Whom Heronsgate lets process your data, and why.
-- content/subprocessors.toml --
[[subprocessor]]
id = "stackhaven"
name = "Stackhaven"
purpose = "Hosting"
locations = ["DE"]

[[subprocessor]]
id = "postlark"
name = "Postlark"
purpose = "Mail to users"
locations = ["US", "IE"]
-- content/processing/support.md --
+++
title = "Customer support"
+++
Our agents read the log files that users send. Answers go out through [Postlark](subprocessor:postlark).
-- content/changes/2026-01-05-first-list/change.toml --
kind = "baseline"
announced = 2026-01-05
title = "First list"
-- content/changes/2026-01-05-first-list/subprocessors.toml --
[[subprocessor]]
id = "stackhaven"
name = "Stackhaven"
purpose = "Hosting"
locations = ["DE"]

[[subprocessor]]
id = "postlark"
name = "Postlark"
purpose = "Mail to users"
locations = ["US"]
-- content/changes/2026-01-05-first-list/processing/support.md --
+++
title = "Customer support"
+++
Our agents read the log files that users send. Answers go out through [Postlark](subprocessor:postlark).
-- content/changes/2026-11-23-postlark-adds-ireland/change.toml --
kind = "change"
announced = 2026-11-23
effective = 2026-12-24
title = "Postlark adds a location in Ireland"
reason = "Closer to our customers"
-- content/changes/2026-11-23-postlark-adds-ireland/subprocessors.toml --
[[subprocessor]]
id = "postlark"
name = "Postlark"
purpose = "Mail to users"
locations = ["US", "IE"]
"#;
