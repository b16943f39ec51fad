/** A part of the mesh as alternatives, each the matchers of one selector: `source_workload="a",source_workload_namespace="b"`. */
export type Selectors = readonly string[];

/** One `rate` of a question about the whole mesh: the metric, its matchers if it has any, and its window. */
const rate = /\brate\(([a-zA-Z_:][\w:]*)(?:\{([^{}]*)\})?\[(\d+s)\]\)/g;

/**
 * The same question, asked of a part of the mesh only. A series found by several selectors counts once, since `or` joins equal
 * label sets. Null where the question reads no rates: then it cannot be narrowed.
 */
export function narrowed(query: string, selectors: Selectors): string | null {
  let found = false;
  const text = query.replaceAll(rate, (_, metric: string, matchers: string | undefined, window: string) => {
    found = true;
    const arms = selectors.map((selector) => `rate(${metric}{${[matchers, selector].filter(Boolean).join(',')}}[${window}])`);
    return arms.join(' or ');
  });
  return found ? text : null;
}
