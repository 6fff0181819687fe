//! Builds anew when a bundled file comes or goes; a change inside one is seen without this.

fn main() {
    println!("cargo::rerun-if-changed=themes/default");
    println!("cargo::rerun-if-changed=content");
}
