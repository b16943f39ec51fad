import { boundsOf, type Attention, type Scene, type View } from './scene.ts';
import type { Palette } from './colours.ts';
import { curvesOf } from './curves.ts';
import { layoutLabels } from './paint-labels.ts';
import { paintScene } from './paint-scene.ts';
import { type Ink, textWidth } from './pen.ts';
import { SvgPen } from './svg-pen.ts';
import type { Point } from '../drawing/curve.ts';
import type { Drawing } from '../drawing/drawing.ts';
import { type LegendEntry, legendHeight, paintLegend } from './paper-legend.ts';

/** What a picture to take along is made of. */
export interface Paper {
  readonly drawing: Drawing;
  readonly positions: ReadonlyMap<string, Point>;
  readonly attention: Attention;
  readonly palette: Palette;
  /** Says what is shown. */
  readonly title: string;
  /** Says when, with the zone: a picture outlives its day. */
  readonly moment: string;
  readonly legend: readonly LegendEntry[];
}

const pad = 24;
const headHeight = 64;
const narrowest = 640;
/** What browsers draw at most. Units: device px. */
const longestSide = 16_000;
const mostPixels = 100_000_000;

interface Plan {
  readonly scene: Scene;
  readonly view: View;
  readonly legendTop: number;
}

/** The whole graph at the size at which every plate says everything, under its title and above its legend. */
function planOf({ drawing, positions, attention, legend }: Paper): Plan {
  const scene: Scene = { drawing, positions, attention, curves: curvesOf(drawing, positions) };
  const bounds = boundsOf(scene) ?? { x: 0, y: 0, width: narrowest, height: 100 };
  const width = Math.ceil(Math.max(narrowest, bounds.width + 2 * pad));
  const legendTop = headHeight + Math.ceil(bounds.height) + 2 * pad;
  const height = legendTop + legendHeight(legend, width - 2 * pad) + pad;
  const viewport = { x: (width - bounds.width) / 2 - bounds.x, y: headHeight + pad - bounds.y, z: 1 };
  return { scene, view: { viewport, width, height, density: 1, margin: 0, far: false }, legendTop };
}

function paintPaper(ink: Ink, paper: Paper, { scene, view, legendTop }: Plan): void {
  const { palette, title, moment, legend } = paper;
  const labels = layoutLabels(ink, scene, { zoom: 1, far: false }, palette);
  paintScene(ink, scene, view, { palette, cache: null, labels });
  ink.globalAlpha = 1;
  ink.textAlign = 'start';
  ink.textBaseline = 'middle';
  ink.fillStyle = palette.text;
  ink.font = `600 20px ${palette.font}`;
  ink.fillText(title, pad, 26);
  ink.fillStyle = palette.subtle;
  ink.font = `400 13px ${palette.font}`;
  ink.fillText(moment, pad, 50);
  paintLegend(ink, legend, { x: pad, y: legendTop, width: view.width - 2 * pad, palette });
}

/** Paints the graph anew, twice as dense as a page; less where it would be more than browsers draw. Fails: when the browser has no memory for it. */
export async function pngOf(paper: Paper): Promise<Blob> {
  const plan = planOf(paper);
  const { width, height } = plan.view;
  const density = Math.min(2, longestSide / Math.max(width, height), Math.sqrt(mostPixels / (width * height)));
  const canvas = new OffscreenCanvas(Math.floor(width * density), Math.floor(height * density));
  const ink = canvas.getContext('2d');
  if (!ink) throw new Error('There is no memory for a picture of this size.');
  paintPaper(ink, paper, { ...plan, view: { ...plan.view, density } });
  return canvas.convertToBlob({ type: 'image/png' });
}

type Measure = (text: string, font: string) => number;

/** Measures texts as a canvas would write them. Fails: when the browser has no memory for a canvas. */
export function canvasRuler(): Measure {
  const ruler = new OffscreenCanvas(1, 1).getContext('2d');
  if (!ruler) throw new Error('There is no memory for a picture.');
  return (text, font) => {
    ruler.font = font;
    return textWidth(ruler, text);
  };
}

/** The same picture as lines and letters. `measure`: the width of a text in a font. */
export function svgOf(paper: Paper, measure: Measure): string {
  const plan = planOf(paper);
  const pen = new SvgPen(plan.view, measure);
  paintPaper(pen, paper, plan);
  return pen.document(`${paper.title}. ${paper.moment}`);
}
