//! Edits of the base project, right and wrong ones, for tests in which any may follow any.

/// What an edit does to a file.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Deed {
    Write(&'static str),
    Delete,
}

impl Deed {
    /// What the file says then; nothing where it is gone.
    pub(crate) fn text(self, number: usize) -> Option<String> {
        match self {
            Deed::Write(text) => Some(text.replace('N', &number.to_string())),
            Deed::Delete => None,
        }
    }
}

const DOCUMENT: &str = "content/processing/support.md";
const SECOND: &str = "content/processing/apps/billing.md";
const REGISTER: &str = "content/subprocessors.toml";
const RECORDED: &str = "content/changes/2026-11-23-postlark-adds-ireland";

/// Files and what becomes of them. A number in a text is another one each time.
pub(crate) fn deeds() -> Vec<(String, Deed)> {
    use Deed::{Delete, Write};
    let text = |path: &str, deeds: &[Deed]| -> Vec<(String, Deed)> {
        deeds.iter().map(|&deed| (path.to_owned(), deed)).collect()
    };
    let mut all = Vec::new();
    all.extend(text(
        DOCUMENT,
        &[
            Write("+++\ntitle = \"Customer support\"\n+++\nOur agents read the log files that users send. Answers go out through [Postlark](subprocessor:postlark).\n"),
            Write("+++\ntitle = \"Customer support\"\n+++\nEdit N goes through [Postlark](subprocessor:postlark), see [billing](apps/billing.md#fees) and [the log](/changes/).\n"),
            Write("+++\ntitel = \"Customer support\"\n+++\nA mistake, and [none](subprocessor:nobody).\n"),
            Write("+++\ntitle = \"Support\"\nid = \"billing\"\nproducts = [\"cloud\"]\n+++\nTwo with one id?\n"),
            Delete,
        ],
    ));
    all.extend(text(
        SECOND,
        &[
            Write("+++\ntitle = \"Billing\"\n+++\n## Fees\n\nN euros, by [Stackhaven](subprocessor:stackhaven). See [support](../support.md).\n"),
            Write("+++\ntitle = \"Billing\"\nproducts = [\"server\"]\n+++\n## Other\n\nNo fees. See [contact](../../contact.md).\n"),
            Delete,
        ],
    ));
    all.extend(text(
        REGISTER,
        &[
            Write("[[subprocessor]]\nid = \"stackhaven\"\nname = \"Stackhaven\"\npurpose = \"Hosting\"\nlocations = [\"DE\"]\n\n[[subprocessor]]\nid = \"postlark\"\nname = \"Postlark\"\npurpose = \"Mail to users\"\nlocations = [\"US\", \"IE\"]\n"),
            Write("[[subprocessor]]\nid = \"stackhaven\"\nname = \"Stackhaven N\"\npurpose = \"Hosting\"\nlocations = [\"DE\"]\ndescription = \"See [support](processing/support.md).\"\n\n[[subprocessor]]\nid = \"postlark\"\nname = \"Postlark\"\npurpose = \"Mail to users\"\nlocations = [\"US\", \"IE\"]\nproducts = [\"cloud\"]\n"),
            Write("[[subprocessor]]\nid = \"postlark\"\nname = \"Postlark\"\npurpose = \"Mail N\"\n"),
            Write("[[subprocessor]\n"),
            Delete,
        ],
    ));
    let config = "[site]\nid = \"6a3c1d9e-5a47-4f0b-9d34-2f2d6f0a7c11\"\ntitle = \"Trust N\"\nbase_url = \"https://trust.heronsgate.example/\"\ntime_zone = \"Europe/Berlin\"\n";
    let configs: [&'static str; 6] = [
        "\n[notice]\ndays = 30\n",
        "language = \"de\"\n\n[notice]\ndays = 30\n\n[products]\ncloud = \"Cloud\"\nserver = \"Server\"\n",
        "\n[notice]\ndays = 40\n\n[theme]\naccent = \"#123456\"\n\n[redirects]\n\"/old/\" = \"/processing/support/\"\n",
        "\n[processing]\ncolumns = [\"Fees\"]\n",
        "\n[processing]\ncolumns = [\"Fee\", \"Othre\"]\n",
        "\n[notice]\ndayz = 3\n",
    ];
    for more in configs {
        let text: &'static str = Box::leak(format!("{config}{more}").into_boxed_str());
        all.push(("candor.toml".to_owned(), Write(text)));
    }
    all.extend(text("candor.toml", &[Delete]));
    let change: [Deed; 3] = [
        Write(
            "kind = \"change\"\nannounced = 2026-11-23\neffective = 2026-12-24\ntitle = \"Postlark adds a location in Ireland\"\nreason = \"Closer to our customers\"\n",
        ),
        Write(
            "kind = \"change\"\nannounced = 2026-11-20\neffective = 2026-12-28\ntitle = \"Other title N\"\n",
        ),
        Delete,
    ];
    all.extend(text(&format!("{RECORDED}/change.toml"), &change));
    let entry: [Deed; 2] = [
        Write(
            "[[subprocessor]]\nid = \"postlark\"\nname = \"Postlark\"\npurpose = \"Mail to users\"\nlocations = [\"US\", \"IE\"]\n",
        ),
        Write(
            "[[subprocessor]]\nid = \"postlark\"\nname = \"Postlark N\"\npurpose = \"Mail to users\"\nlocations = [\"FR\"]\n",
        ),
    ];
    all.extend(text(&format!("{RECORDED}/subprocessors.toml"), &entry));
    let page: [Deed; 3] = [
        Write(
            "+++\ntitle = \"Contact N\"\n+++\nWrite to us about [support](processing/support.md#top).\n",
        ),
        Write("+++\ntitle = \"Contact\"\n+++\nWrite to [Postlark](subprocessor:postlark).\n"),
        Delete,
    ];
    all.extend(text("content/contact.md", &page));
    all.extend(text("content/processing/index.md", &page));
    all.extend(text("content/static/processing", &[Write("N"), Delete]));
    all.extend(text("content/odd.txt", &[Write("N"), Delete]));
    all.extend(text(
        "themes/default/templates/page.html",
        &[
            Write("<!doctype html><html><p>{{ frame.title }} N</p></html>"),
            Write("{% if %}"),
            Delete,
        ],
    ));
    all.extend(text(
        "themes/default/strings/en.toml",
        &[Write("nonsense = N\n"), Delete],
    ));
    all.extend(text(
        "themes/default/assets/site.css",
        &[Write("/* N */"), Delete],
    ));
    all
}
