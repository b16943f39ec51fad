interface PageListener {
  readonly resized: () => void;
  /** What stands on the picture has another size. */
  readonly cornerChanged: () => void;
  /** The page was hidden or is seen again, or the person wants no motion any more, or again. */
  readonly shown: () => void;
  /** Fonts that arrive late measure and look different. */
  readonly fontsCame: () => void;
}

/** Listens to what happens around a picture until stopped. */
export function watchPage(
  root: HTMLElement,
  corner: HTMLElement | null,
  { resized, cornerChanged, shown, fontsCame }: PageListener,
): () => void {
  const resize = new ResizeObserver(resized);
  resize.observe(root);
  const cornerResize = new ResizeObserver(cornerChanged);
  for (const part of corner ? [corner, ...corner.children] : []) cornerResize.observe(part);
  const motion = motionQuery();
  document.addEventListener('visibilitychange', shown);
  motion.addEventListener('change', shown);
  document.fonts.addEventListener('loadingdone', fontsCame);
  return () => {
    resize.disconnect();
    cornerResize.disconnect();
    document.removeEventListener('visibilitychange', shown);
    motion.removeEventListener('change', shown);
    document.fonts.removeEventListener('loadingdone', fontsCame);
  };
}

const motionQuery = (): MediaQueryList => matchMedia('(prefers-reduced-motion: reduce)');

/** Whether the person has asked for no motion. */
export const reducedMotion = (): boolean => motionQuery().matches;
