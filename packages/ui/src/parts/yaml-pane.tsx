import './yaml-pane.css';
import { lazy, Suspense } from 'react';
import { useWords } from '../words/index.ts';

export interface YamlPaneProps {
  /** Names the text, "VirtualService reviews". */
  readonly name: string;
  readonly yaml: string;
}

const YamlEditor = lazy(() => import('./yaml-editor.tsx').then(({ YamlEditor: loaded }) => ({ default: loaded })));

/** Shows YAML to read. The plain text stands there until the editor with its colours has come. */
export function YamlPane({ name, yaml }: YamlPaneProps) {
  const t = useWords();
  const label = t('parts.yaml.label', { name });
  const plain = (
    <pre className="vigla-yaml__plain" aria-label={label}>
      {yaml}
    </pre>
  );
  return (
    <div className="vigla-yaml">
      <Suspense fallback={plain}>
        <YamlEditor label={label} yaml={yaml} />
      </Suspense>
    </div>
  );
}
