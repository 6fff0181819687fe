//! The manual's pages, made of the same definitions as `--help`, so the two can't differ.

use clap_mangen::Man;

use crate::diagnostic::nearest;

/// The page of a command, or of the program as a whole.
///
/// # Errors
/// Where there is no such command: what to say about it.
pub(super) fn page(mut program: clap::Command, of: Option<&str>) -> Result<String, String> {
    program.build();
    let source = format!("candor {}", program.get_version().unwrap_or_default());
    let Some(name) = of else {
        return Ok(written(program, source));
    };
    let names = program.get_subcommands().map(clap::Command::get_name);
    let Some(command) = program.find_subcommand(name) else {
        return Err(match nearest(name, names) {
            Some(near) => format!("there is no command `{name}`; did you mean `{near}`?"),
            None => format!("there is no command `{name}`: `candor --help` lists them all"),
        });
    };
    // Built, it is called as `man` looks for it: candor-build(1).
    Ok(written(command.clone(), source))
}

fn written(command: clap::Command, source: String) -> String {
    let mut page = Vec::new();
    // Writing into memory never fails.
    let man = Man::new(command).source(source);
    man.render(&mut page).unwrap_or_default();
    String::from_utf8(page).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Arguments;

    #[test]
    fn every_command_has_a_page_with_every_option() {
        let program = Arguments::command();
        let whole = page(program.clone(), None).unwrap();
        assert!(whole.contains(".TH candor 1"), "{whole}");
        for command in program.get_subcommands() {
            let name = command.get_name();
            assert!(whole.contains(&format!("candor\\-{name}")), "{name}");
            let page = page(program.clone(), Some(name)).unwrap();
            assert!(page.contains(&format!(".TH candor-{name} 1")), "{page}");
            let options = command.get_opts().filter_map(|option| option.get_long());
            for option in options {
                let option = option.replace('-', "\\-");
                assert!(page.contains(&format!("\\-\\-{option}")), "{name} {option}");
            }
        }
    }

    #[test]
    fn a_command_that_there_isnt_is_told() {
        let refused = page(Arguments::command(), Some("biuld")).unwrap_err();
        assert_eq!(
            refused,
            "there is no command `biuld`; did you mean `build`?"
        );
        assert!(
            page(Arguments::command(), Some("x"))
                .unwrap_err()
                .contains("--help")
        );
    }
}
