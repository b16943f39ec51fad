import uPlot from 'uplot';
import { spread, tickTexts, valueAxis } from './scale.ts';

/** A line as it is drawn. */
export interface PlotLine {
  readonly name: string;
  /** A custom property that holds its colour. */
  readonly colour: string;
  readonly values: readonly (number | null)[];
  /** The room beneath is filled. */
  readonly filled?: boolean | undefined;
  readonly dash?: readonly number[] | undefined;
}

/** What a plot shows. Units: epoch seconds on the time axis. */
export interface PlotSpec {
  readonly from: number;
  readonly stepSeconds: number;
  readonly lines: readonly PlotLine[];
  /** Names stand beside the ends of their lines. */
  readonly labelled: boolean;
  readonly valueText: (value: number) => string;
  /** Which step is pointed at; null when none is. */
  readonly onStep: (step: number | null) => void;
}

/** Room around the lines. Units: CSS pixels. */
export const plotRoom = { left: 60, right: 6, labels: 32 } as const;
export const plotHeight = 92;
const room = { top: 7, bottom: 4 } as const;
const smallText = 12;

/** Draws lines over time and follows the width of its place, until it is destroyed. */
export function drawPlot(place: HTMLElement, spec: PlotSpec): { destroy(): void } {
  const colours = readColours(place, spec.lines);
  const { top, ticks } = valueAxis(spec.lines.map(({ values }) => values));
  const length = spec.lines[0]?.values.length ?? 0;
  const times = Array.from({ length }, (_, step) => spec.from + step * spec.stepSeconds);
  const plot = new uPlot(
    {
      width: place.clientWidth,
      height: plotHeight,
      padding: [room.top, spec.labelled ? plotRoom.labels : plotRoom.right, room.bottom, 0],
      legend: { show: false },
      cursor: { drag: { setScale: false }, points: { size: 6 }, y: false },
      scales: { x: { time: true }, y: { range: [0, top] } },
      axes: [
        { show: false },
        {
          size: plotRoom.left,
          font: `${smallText}px ${colours.font}`,
          stroke: colours.text,
          grid: { stroke: colours.grid, width: 1 },
          ticks: { show: false },
          splits: () => [...ticks],
          values: (_, splits) => [...tickTexts(splits, spec.valueText)],
        },
      ],
      series: [{}, ...spec.lines.map((line, i) => seriesOf(line, colours.lines[i] ?? colours.text, colours.fill))],
      hooks: {
        setCursor: [({ cursor }) => spec.onStep(cursor.idx ?? null)],
        draw: spec.labelled ? [(drawn) => label(drawn, spec.lines, colours)] : [],
      },
    },
    [times, ...spec.lines.map(({ values }) => [...values])],
    place,
  );
  const watch = new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height: plotHeight }));
  watch.observe(place);
  return {
    destroy() {
      watch.disconnect();
      plot.destroy();
    },
  };
}

const seriesOf = ({ filled, dash }: PlotLine, colour: string, fill: string): uPlot.Series => ({
  stroke: colour,
  width: 1.5,
  points: { show: false },
  spanGaps: false,
  ...(filled && { fill }),
  ...(dash && { dash: [...dash] }),
});

interface Colours {
  readonly lines: readonly string[];
  readonly text: string;
  readonly grid: string;
  readonly fill: string;
  readonly font: string;
}

/** A canvas cannot read custom properties by itself. */
function readColours(place: HTMLElement, lines: readonly PlotLine[]): Colours {
  const probe = document.createElement('span');
  probe.hidden = true;
  place.append(probe);
  const read = (property: string): string => {
    probe.style.color = `var(${property})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    lines: lines.map(({ colour }) => read(colour)),
    text: read('--vigla-chart-text'),
    grid: read('--vigla-chart-grid'),
    fill: read('--vigla-chart-fill'),
    font: getComputedStyle(place).fontFamily,
  };
  probe.remove();
  return colours;
}

/** Writes each line's name beside its end. */
function label(plot: uPlot, lines: readonly PlotLine[], colours: Colours): void {
  const { ctx, bbox } = plot;
  const scale = uPlot.pxRatio;
  const ends = lines.flatMap(({ name, values }, i) => {
    const end = values.findLast((value) => value !== null);
    return end === undefined || end === null ? [] : [{ name, colour: colours.lines[i] ?? colours.text, y: plot.valToPos(end, 'y', true) }];
  });
  const places = spread(
    ends.map(({ y }) => y),
    { apart: 11 * scale, from: bbox.top + 4 * scale, to: bbox.top + bbox.height - 2 * scale },
  );
  ctx.save();
  ctx.font = `600 ${11 * scale}px ${colours.font}`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ends.forEach(({ name, colour }, i) => {
    ctx.fillStyle = colour;
    ctx.fillText(name, bbox.left + bbox.width + 5 * scale, places[i] ?? 0);
  });
  ctx.restore();
}
