export const USAGE = `npm run chart -- COMMAND [OPTIONS]

A chart from the terminal: what the page does, by the same code.

  setup                     sets up this account; a patient's with a chart
      --kind KIND             patient (default), practitioner or organization
      --name NAME             public name; for practitioners and organisations alone
      --title TITLE           the chart's title (default: My chart)
      --section NAME          a section; repeat it for several
  charts                    lists this account's charts, and what others opened to it or let it act for
  add FILE... --section NAME  encrypts, stores and files documents
      --title TITLE           in place of the file's name; for one file
      --date DATE             the day that it is about, as 2026-05-31
  note FILE --section NAME  signs and files a note; FILE is plain text, - is standard input
      --title TITLE           what it is called
      --date DATE             the day that it is about, as 2026-05-31
      --corrects NUMBER       the record of yours that it corrects
  check-note FILE           checks the signature of a note, as \`get\` or \`age -d\` wrote it; asks nobody
      --author ADDRESS        who must have signed it
      --chart ID              the chart that it must be for
  list                      lists the records, each checked
      --section NAME          of one section
  get NUMBER                opens one record and checks it whole, and its signature where it is a note
      --out FILE              writes it there (default: standard output)
  grant ADDRESS             gives an account access, in place of what it has
      --read NAMES            sections, separated by commas; "all" for every one
      --write NAMES           sections that it may add to
      --until DATE            the last day, as 2027-05-31, or a number of days, as 30d
      --purpose CODE          HL7 purpose of use (default: TREAT)
      --name NAME             what you call this person; sealed, never public
      --since EPOCH           reads back to there; \`history\` lists the epochs (default: everything)
      --from-now              leaves out the records filed so far
  access                    lists who has access, and whose key changed or is missing
  accept-key ADDRESS        seals the chart's keys to the new key of an account whose key changed; shows both and asks
      --confirm FINGERPRINT   of the new key, as that person read it to you; then nothing is asked
  revoke ADDRESS            ends an account's access and renews the keys
  share NUMBER ADDRESS      lets an account read one record
      --until DATE            the last day, as 2027-05-31, or a number of days, as 30d
      --name NAME             what you call this person; sealed, never public
  end-share NUMBER ADDRESS  ends that
  forget [ADDRESS...]       drops your names for these people, or for all who have no access any more
  history                   lists the epochs, and how many records are under keys of earlier ones
  reencrypt                 encrypts those anew and has the stores drop the old copies; run it again if it stopped
  rotate                    renews the keys
      --keep                  for those too whom somebody let in unseen who acts for you no more
  delegate ADDRESS          lets an account act for you: read, add, give and end access
      --until DATE            the last day, as 2027-05-31, or a number of days, as 30d
      --name NAME             what you call this person; sealed, never public
  undelegate ADDRESS        ends that and renews the keys; names the access and shares that this person gave
      --with-all              ends those too
  offer ADDRESS             offers the chart to an account, which may take it over
      --until DATE            the last day, as 2027-05-31, or a number of days, as 30d
      --name NAME             what you call this person; sealed, never public
  withdraw                  ends the offer and renews the keys
  offers                    lists the charts that are offered to this account
  accept CHART              takes a chart over, once everything in it was opened
      --incomplete            although a record does not open
  end-all                   ends every access but yours at once and renews the keys
  export [--out DIRECTORY]  writes each record as an age file, its identity and its metadata (default: chart-export)
  verify                    checks the whole chart anew: head, commitments, every block

The ways to unlock this account:
  ways                      lists them, with the fingerprint of the account's key
  add-way wallet            adds the signature of the account's own wallet, where it was removed
      --name NAME             what you call it; only you see it (default: Wallet)
  rename-way WAY --name NAME  gives one another name; WAY is its id, the beginning of it, or its name
  remove-way WAY            removes one; never the recovery code
      --new-keys              someone else could have it: changes the root, the account's key and each chart's keys
      --keep-keys             nobody has it: the keys stay (default: asks)
  replace-code              makes a new recovery code, shows it this once and asks it back; the old one opens no more
      --new-keys, --keep-keys as of remove-way, for who could have the old code
  new-keys                  after a theft: a new root and account key, then new keys for each chart; says whom to tell
  renew                     gives the charts that \`new-keys\` left waiting their new keys
  A passkey and MetaMask's encryption key exist only in a browser: they are listed, renamed and removed here,
  and cannot be used or added here.

Everywhere:
  --chart ID       which chart; needed only where there are several
  --recovery       opens the account by its recovery code, not by the wallet's signature; asks for it, or reads a line
                   of standard input
  --account ADDRESS  with --recovery: whose account, without its key; reads, and changes nothing
  --code-fd NUMBER   reads recovery codes from that open file descriptor, one a line (as 3 after 3< card.txt)
  --config FILE    chartkey.json (default: .chartkey/chartkey.json, which \`npm start\` and \`npm run deploy\` write)
  --json           prints JSON; failures too, on standard error; asks nothing but recovery codes
  --quiet          shows no progress
  --help

The key comes from CHARTKEY_PRIVATE_KEY in the environment, or from Hardhat's keystore. A recovery code is never an
argument. The exit code is 0 when all went well, 1 when it failed, 2 when the command was not understood.`
