import type { Difference } from '@vigla/contract/compare';
import type { Health } from '@vigla/contract/health';

const roles = {
  canvas: '--vigla-canvas',
  box: '--vigla-box',
  boxBorder: '--vigla-box-border',
  plate: '--vigla-plate',
  plateBorder: '--vigla-plate-border',
  text: '--vigla-text',
  subtle: '--vigla-subtle',
  edge: '--vigla-edge',
  healthy: '--vigla-healthy',
  degraded: '--vigla-degraded',
  degradedRim: '--vigla-degraded-rim',
  degradedText: '--vigla-degraded-text',
  failing: '--vigla-failing',
  failingText: '--vigla-failing-text',
  brand: '--vigla-brand',
  fresh: '--vigla-new',
  warningMark: '--vigla-warning-mark',
  dot: '--vigla-dot',
} as const;

/** Every colour of the picture, resolved: a canvas cannot read CSS by itself. `font` is the family of the page's text. */
export type Palette = { readonly [Role in keyof typeof roles]: string } & { readonly font: string };

/** Reads the palette as it applies to `element`. Called once per theme. */
export function readPalette(element: HTMLElement): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  element.append(probe);
  const read = (property: string): string => {
    probe.style.color = `var(${property})`;
    return getComputedStyle(probe).color;
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.fromEntries forgets which keys it was given.
  const colours = Object.fromEntries(Object.entries(roles).map(([role, property]) => [role, read(property)])) as {
    readonly [Role in keyof typeof roles]: string;
  };
  const font = getComputedStyle(element).fontFamily;
  probe.remove();
  return { ...colours, font };
}

/** The colour in which a call of this health is drawn. */
export const lineColour = (health: Health, palette: Palette): string =>
  health === 'failing' ? palette.failing : health === 'degraded' ? palette.degraded : palette.edge;

const signRoles: Readonly<Record<Health, keyof typeof roles>> = {
  healthy: 'healthy',
  degraded: 'degraded',
  failing: 'failing',
  not_ready: 'degradedText',
  idle: 'subtle',
  unknown: 'subtle',
};

/** The colour of a sign of health on a plate. */
export const signColour = (health: Health, palette: Palette): string => palette[signRoles[health]];

const changeRoles: Readonly<Record<Difference, keyof typeof roles>> = {
  worse: 'failing',
  better: 'healthy',
  new: 'fresh',
  gone: 'subtle',
  less: 'edge',
  more: 'edge',
  unchanged: 'edge',
};

/** The colour of a difference between two windows, in lines, borders and discs. */
export const changeColour = (change: Difference, palette: Palette): string => palette[changeRoles[change]];
