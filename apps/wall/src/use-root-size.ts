import { useEffect } from 'react';

/** A 55-inch screen seen from five metres, the size the wall is made for. */
const screen = { diagonalInch: 55, distanceMm: 5000 };
/** Cap height of the typeface as a share of its size. */
const capShare = 0.698;
/** The smallest readable cap height spans 16 minutes of arc, so half of it 8. Source: W1 of the wall's requirements. */
const halfAngle = (8 / 60) * (Math.PI / 180);

/** The size of one rem: the smallest text that can be read from where people stand. Units: px in, px out. */
export function rootSize(widthPx: number, heightPx: number, { diagonalInch, distanceMm } = screen): number {
  const heightMm = (diagonalInch * 25.4 * heightPx) / Math.hypot(widthPx, heightPx);
  const capMm = 2 * distanceMm * Math.tan(halfAngle);
  return Math.ceil(((capMm / heightMm) * heightPx * 4) / capShare) / 4;
}

/** Lays the page out in units of legible text, whatever the screen. */
export function useRootSize(): void {
  useEffect(() => {
    const fit = (): void => {
      document.documentElement.style.setProperty('--vigla-wall-rem', `${rootSize(window.innerWidth, window.innerHeight)}px`);
    };
    fit();
    window.addEventListener('resize', fit);
    return () => window.removeEventListener('resize', fit);
  }, []);
}
