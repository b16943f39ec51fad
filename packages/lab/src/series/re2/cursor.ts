import { RegexFailure } from './regex-failure.ts';

/** Where reading stands in a pattern. Units: UTF-16 positions; characters are whole code points. */
export class Cursor {
  readonly text: string;
  position = 0;

  constructor(text: string) {
    this.text = text;
  }

  get done(): boolean {
    return this.position >= this.text.length;
  }

  at(text: string): boolean {
    return this.text.startsWith(text, this.position);
  }

  /** Steps over `text` if it is next. */
  take(text: string): boolean {
    if (!this.at(text)) return false;
    this.position += text.length;
    return true;
  }

  /** The next character without stepping over it; empty at the end. */
  peek(): string {
    const codePoint = this.text.codePointAt(this.position);
    return codePoint === undefined ? '' : String.fromCodePoint(codePoint);
  }

  next(): string {
    const character = this.peek();
    if (character === '') throw new RegexFailure(`trailing backslash or unfinished expression: \`${this.text}\``);
    this.position += character.length;
    return character;
  }

  /** What is left up to `end`, which is stepped over; all of the rest when it never comes. */
  until(end: string): string {
    const found = this.text.indexOf(end, this.position);
    const stop = found < 0 ? this.text.length : found;
    const taken = this.text.slice(this.position, stop);
    this.position = found < 0 ? stop : stop + end.length;
    return taken;
  }
}
