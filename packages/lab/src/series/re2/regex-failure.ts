/** A regular expression that RE2 would refuse; the message says what and where. */
export class RegexFailure extends Error {
  override readonly name = 'RegexFailure';
}
