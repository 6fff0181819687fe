//! Texts that try to run something in a reader's browser.

use super::*;

/// Asserts that what a browser makes of the HTML can't run, load or style anything.
pub(in crate::render) fn check_harmless(html: &str) {
    let dom = Html::parse_fragment(html);
    for node in dom.tree.nodes() {
        let DomNode::Element(element) = node.value() else {
            continue;
        };
        let name = element.name();
        // A comparison folds rows with a box to tick, which sends nothing.
        let mut attributes = element.attrs().map(|(key, _)| key);
        let is_fold = name == "input"
            && element.attr("type") == Some("checkbox")
            && attributes.all(|key| matches!(key, "type" | "aria-label"));
        assert!(
            is_fold
                || !matches!(
                    name,
                    "script"
                        | "style"
                        | "iframe"
                        | "object"
                        | "embed"
                        | "svg"
                        | "math"
                        | "form"
                        | "input"
                        | "base"
                        | "meta"
                        | "link"
                        | "template"
                        | "textarea"
                        | "noscript"
                        | "button"
                        | "video"
                        | "audio"
                        | "frameset"
                ),
            "<{name}> in {html}"
        );
        for (key, value) in element.attrs() {
            assert!(!key.starts_with("on"), "{key} in {html}");
            assert!(
                !matches!(
                    key,
                    "style" | "srcdoc" | "formaction" | "action" | "srcset" | "xlink:href"
                ),
                "{key} in {html}"
            );
            if matches!(key, "href" | "src") {
                let target: String = value
                    .chars()
                    .filter(|c| !c.is_control() && !c.is_whitespace())
                    .collect::<String>()
                    .to_lowercase();
                for scheme in ["javascript:", "data:", "vbscript:", "file:", "blob:"] {
                    assert!(!target.starts_with(scheme), "{value} in {html}");
                }
            }
        }
    }
}

const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "<ScRiPt src=//x.example/x.js></sCrIpT>",
    "a <script>alert(1)</script> b",
    "<script\n>alert(1)</script\n>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=x oNeRrOr=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=\"x\"onerror=\"alert(1)\">",
    "a <img src='x' onerror='alert(1)'> b",
    "<img src=x\nonerror\n=\nalert(1)>",
    "<img src=x onerror\u{c}=alert(1)>",
    "<img src=`x`onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<title><img title=\"</title><img src=x onerror=alert(1)>\">",
    "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\">",
    "<style><img title=\"</style><img src=x onerror=alert(1)>\">",
    "<xmp><img title=\"</xmp><img src=x onerror=alert(1)>\">",
    "<iframe src=\"javascript:alert(1)\"></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=\"data:text/html,<script>alert(1)</script>\"></object>",
    "<embed src=\"javascript:alert(1)\">",
    "<form action=\"javascript:alert(1)\"><button>x</button></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<body onload=alert(1)>",
    "<base href=\"https://evil.example/\">",
    "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<p style=\"background:url(javascript:alert(1))\">x</p>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\" javascript:alert(1)\">x</a>",
    "<a href=\"java\tscript:alert(1)\">x</a>",
    "<a href=\"java&#10;script:alert(1)\">x</a>",
    "<a href=\"&#106;avascript&colon;alert(1)\">x</a>",
    "<a href=\"&#x6A&#x61vascript:alert(1)\">x</a>",
    "<a href=\"\u{1}javascript:alert(1)\">x</a>",
    "<a href=\"java\0script:alert(1)\">x</a>",
    "<a href=javascript&#58;alert(1)>x</a>",
    "<a href=\"data:text/html;base64,PHNjcmlwdD4=\">x</a>",
    "<a href=\"vbscript:msgbox(1)\">x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java&#9;script:alert(1))",
    "[x](java&NewLine;script:alert(1))",
    "[x](&#1;javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](< javascript:alert(1)>)",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x) [y](file:///etc/passwd) [z](blob:x)",
    "<javascript:alert(1)>",
    "[x]\n\n[x]: javascript:alert(1)",
    "[x][y]\n\n[y]: <data:text/html,x>",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    "![x\" onerror=\"alert(1)](y)",
    "![x](y \"\\\" onerror=\\\"alert(1)\")",
    "[x](y \"'><script>alert(1)</script>\")",
    "[x](y'onmouseover='alert(1))",
    "[x](\"onmouseover=\"alert(1))",
    "## x {#\"onmouseover=alert(1)}",
    "## x {.y onclick=alert(1)}",
    "```\"onmouseover=\"alert(1)\nx\n```",
    "```x\"><script>alert(1)</script>\nx\n```",
    "[^\"><script>]\n\n[^\"><script>]: x",
    "`<script>alert(1)</script>`",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!--><script>alert(1)</script>-->",
    "<!-- --!><script>alert(1)</script> -->",
    "<?xml ?><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<!DOCTYPE x [<!ENTITY y \"<script>alert(1)</script>\">]>",
    "<div title=\"--><script>alert(1)</script>\">x</div>",
    "<p title='\"><script>alert(1)</script>'>x</p>",
    "<abbr title=\"</abbr><script>alert(1)</script>\">x</abbr>",
    "<table><td><script>alert(1)</script></table>",
    "<select><template><img src=x onerror=alert(1)></template></select>",
    "<a\n\nhref=\"x\" <b onclick=alert(1)>",
    "</p></div></main><script>alert(1)</script>",
    "<a id=\"x\" name=\"y\" href=\"//evil.example\" target=_blank onclick=alert(1)>x</a>",
    "<x-y onclick=alert(1)>z</x-y>",
    "<p data-source=\"0\" data-part=\"0\" onclick=alert(1)>x</p>",
    "<img src=\"data:image/svg+xml;base64,x\">",
    "<img srcset=\"javascript:alert(1)\" src=x>",
];

#[test]
fn no_attack_comes_through() {
    assert!(ATTACKS.len() >= 40);
    for attack in ATTACKS {
        for text in [
            (*attack).to_owned(),
            format!("before {attack} after"),
            format!("> - {attack}\n\nafter"),
            format!("| a |\n|---|\n| {} |", attack.replace('\n', " ")),
            format!("<div>\n{attack}\n</div>"),
        ] {
            let html = page(&text);
            check_harmless(&html);
            check_balanced(&html);
        }
    }
}

#[test]
fn what_is_left_out_is_told_with_its_place() {
    let mut sources = Sources::new();
    let text = "a\r\n\r\n<p onclick=x>b</p>\r\n\r\nc [d](javascript:x) <marquee>e</marquee>\r\n\r\n<a href=\"data:x\">f</a>\r\n\r\n[g][h]\r\n";
    let id = sources.insert("a.md", text.as_bytes());
    let checked = Prose::parse(text, Place(Span::new(id, 0..text.len())));
    let told: Vec<_> = checked
        .problems
        .iter()
        .map(|problem| {
            assert!(!problem.is_error());
            let at = sources.position(problem.span);
            (
                at.line,
                &text[problem.span.range()],
                problem.message.clone(),
            )
        })
        .collect();
    let mut places: Vec<_> = told.iter().map(|(line, text, _)| (*line, *text)).collect();
    places.sort_unstable();
    assert_eq!(
        places,
        [
            (3, "<p onclick=x>"),
            (5, "<marquee>"),
            (5, "[d](javascript:x)"),
            (7, "<a href=\"data:x\">"),
            (9, "[g][h]"),
        ],
        "{told:?}"
    );
    assert_eq!(
        html(checked.value.tree(), &options(Ids::Own)),
        "<p>a</p>\n<p>b</p>\n<p>c d e</p>\n<p>f</p>\n<p>[g][h]</p>\n"
    );
}
