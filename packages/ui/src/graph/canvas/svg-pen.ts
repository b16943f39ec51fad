import { fillPath, inSvg, type Paint, paintOf, readFont, roundRectPath, round } from './svg-text.ts';

interface State {
  readonly matrix: string;
  readonly clip: string | null;
  readonly alpha: number;
  readonly fill: string;
  readonly stroke: string;
  readonly width: number;
  readonly cap: CanvasLineCap;
  readonly join: CanvasLineJoin;
  readonly dash: readonly number[];
  readonly font: string;
  readonly align: CanvasTextAlign;
  readonly baseline: CanvasTextBaseline;
}

/**
 * Writes SVG where a canvas would paint: as much of the canvas's own pen as the painters of the graph use. Text stays
 * text. `measure` tells the width of a text in a font of the canvas. Units: px.
 */
export class SvgPen {
  globalAlpha = 1;
  fillStyle = '#000';
  strokeStyle = '#000';
  lineWidth = 1;
  lineCap: CanvasLineCap = 'butt';
  lineJoin: CanvasLineJoin = 'miter';
  font = '10px sans-serif';
  textAlign: CanvasTextAlign = 'start';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  readonly #measure: (text: string, font: string) => number;
  readonly #size: { readonly width: number; readonly height: number };
  readonly #parts: string[] = [];
  readonly #clips: string[] = [];
  readonly #saved: State[] = [];
  #matrix = '';
  #clip: string | null = null;
  #dash: readonly number[] = [];
  #path: string[] = [];
  #at = { x: 0, y: 0 };

  constructor(size: { readonly width: number; readonly height: number }, measure: (text: string, font: string) => number) {
    this.#size = size;
    this.#measure = measure;
  }

  /** The whole picture. `title` is what those hear who do not see it. */
  document(title: string): string {
    const { width, height } = this.#size;
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" ` +
      `viewBox="0 0 ${round(width)} ${round(height)}" role="img"><title>${inSvg(title)}</title>` +
      `${this.#clips.length > 0 ? `<defs>${this.#clips.join('')}</defs>` : ''}${this.#parts.join('\n')}</svg>\n`
    );
  }

  save(): void {
    this.#saved.push({
      matrix: this.#matrix,
      clip: this.#clip,
      alpha: this.globalAlpha,
      fill: this.fillStyle,
      stroke: this.strokeStyle,
      width: this.lineWidth,
      cap: this.lineCap,
      join: this.lineJoin,
      dash: this.#dash,
      font: this.font,
      align: this.textAlign,
      baseline: this.textBaseline,
    });
  }

  restore(): void {
    const state = this.#saved.pop();
    if (!state) return;
    this.#matrix = state.matrix;
    this.#clip = state.clip;
    this.globalAlpha = state.alpha;
    this.fillStyle = state.fill;
    this.strokeStyle = state.stroke;
    this.lineWidth = state.width;
    this.lineCap = state.cap;
    this.lineJoin = state.join;
    this.#dash = state.dash;
    this.font = state.font;
    this.textAlign = state.align;
    this.textBaseline = state.baseline;
  }

  // oxlint-disable-next-line max-params -- the canvas's own signature, as below
  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void {
    this.#matrix = `matrix(${[a, b, c, d, e, f].map(round).join(' ')})`;
  }
  translate(x: number, y: number): void {
    this.#matrix += ` translate(${round(x)} ${round(y)})`;
  }
  scale(x: number, y: number): void {
    this.#matrix += ` scale(${round(x)} ${round(y)})`;
  }
  rotate(angle: number): void {
    this.#matrix += ` rotate(${round((angle * 180) / Math.PI)})`;
  }

  beginPath(): void {
    this.#path = [];
  }
  closePath(): void {
    this.#path.push('Z');
  }
  moveTo(x: number, y: number): void {
    this.#step(`M${round(x)} ${round(y)}`, x, y);
  }
  lineTo(x: number, y: number): void {
    this.#step(`L${round(x)} ${round(y)}`, x, y);
  }
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void {
    this.#step(`Q${round(cx)} ${round(cy)} ${round(x)} ${round(y)}`, x, y);
  }
  /** A rounded corner: from where the pen is towards the corner, and on towards x, y. */
  arcTo(cornerX: number, cornerY: number, x: number, y: number, radius: number): void {
    const towards = (tx: number, ty: number): readonly [number, number] => {
      const length = Math.hypot(tx - cornerX, ty - cornerY) || 1;
      const reach = Math.min(radius, length);
      return [cornerX + ((tx - cornerX) / length) * reach, cornerY + ((ty - cornerY) / length) * reach];
    };
    const [fromX, fromY] = towards(this.#at.x, this.#at.y);
    const [toX, toY] = towards(x, y);
    this.lineTo(fromX, fromY);
    this.quadraticCurveTo(cornerX, cornerY, toX, toY);
  }
  /** Whole circles only: the painters of the graph draw no other arcs. */
  arc(x: number, y: number, radius: number, _from: number, _to: number): void {
    const r = round(radius);
    const [left, right] = [round(x - radius), round(x + radius)];
    this.#step(`M${left} ${round(y)}A${r} ${r} 0 1 1 ${right} ${round(y)}A${r} ${r} 0 1 1 ${left} ${round(y)}Z`, x - radius, y);
  }
  roundRect(x: number, y: number, width: number, height: number, radius: number): void {
    this.#step(roundRectPath({ x, y, width, height }, radius), x, y);
  }

  setLineDash(dash: readonly number[]): void {
    this.#dash = dash;
  }
  clip(): void {
    const id = `clip${this.#clips.length}`;
    this.#clips.push(`<clipPath id="${id}"><path d="${this.#path.join('')}"${this.#transform()}/></clipPath>`);
    this.#clip = id;
  }
  /** Fills the path, or one given as path data. */
  fill(data: string = this.#path.join('')): void {
    this.#put(fillPath(data, { paint: this.#paint(this.fillStyle) }));
  }
  /** Strokes the path, or one given as path data. */
  stroke(data: string = this.#path.join('')): void {
    const { colour, opacity } = this.#paint(this.strokeStyle);
    const dash = this.#dash.length > 0 ? ` stroke-dasharray="${this.#dash.map(round).join(' ')}"` : '';
    const ends = `${this.lineCap === 'butt' ? '' : ` stroke-linecap="${this.lineCap}"`}${this.lineJoin === 'miter' ? '' : ` stroke-linejoin="${this.lineJoin}"`}`;
    const seen = opacity < 1 ? ` stroke-opacity="${round(opacity)}"` : '';
    this.#put(`<path d="${data}" fill="none" stroke="${colour}" stroke-width="${round(this.lineWidth)}"${seen}${dash}${ends}`);
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    this.fill(roundRectPath({ x, y, width, height }, 0));
  }
  strokeRect(x: number, y: number, width: number, height: number): void {
    this.stroke(roundRectPath({ x, y, width, height }, 0));
  }

  measureText(text: string): { readonly width: number } {
    return { width: this.#measure(text, this.font) };
  }
  fillText(text: string, x: number, y: number): void {
    if (text === '') return;
    const { weight, size, family } = readFont(this.font);
    const { colour, opacity } = this.#paint(this.fillStyle);
    // Where the page's letters are not at hand, others take exactly their room.
    // Not every viewer knows baselines other than the letters' own: the middle is reckoned from it.
    const down = this.textBaseline === 'middle' ? 0.35 * size : 0;
    const anchor = this.textAlign === 'center' ? ' text-anchor="middle"' : '';
    const seen = opacity < 1 ? ` fill-opacity="${round(opacity)}"` : '';
    this.#put(
      `<text x="${round(x)}" y="${round(y + down)}" font-family="${inSvg(family)}" font-size="${round(size)}" font-weight="${weight}" ` +
        `fill="${colour}"${seen}${anchor} textLength="${round(this.#measure(text, this.font))}" lengthAdjust="spacingAndGlyphs" xml:space="preserve"`,
      `>${inSvg(text)}</text>`,
    );
  }

  #step(data: string, x: number, y: number): void {
    this.#path.push(data);
    this.#at = { x, y };
  }
  #paint(style: string): Paint {
    const { colour, opacity } = paintOf(style);
    return { colour, opacity: opacity * this.globalAlpha };
  }
  #transform = (): string => (this.#matrix === '' ? '' : ` transform="${this.#matrix.trim()}"`);
  /** A clip is in the coordinates of the page, so it goes around what it cuts. */
  #put(open: string, rest = '/>'): void {
    const element = `${open}${this.#transform()}${rest}`;
    this.#parts.push(this.#clip === null ? element : `<g clip-path="url(#${this.#clip})">${element}</g>`);
  }
}
