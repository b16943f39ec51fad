import { yaml as yamlLanguage } from '@codemirror/lang-yaml';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';

export interface YamlEditorProps {
  readonly label: string;
  readonly yaml: string;
}

/** CodeMirror in a box. Loaded on demand: it is as large as the rest of the page. */
export function YamlEditor({ label, yaml }: YamlEditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  useEffect(() => {
    if (!box.current) return undefined;
    const made = new EditorView({ parent: box.current, state: EditorState.create({ extensions: readOnly }) });
    view.current = made;
    return () => made.destroy();
  }, []);
  useEffect(() => {
    view.current?.contentDOM.setAttribute('aria-label', label);
  }, [label]);
  useEffect(() => {
    const { current } = view;
    if (current && current.state.doc.toString() !== yaml) {
      current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: yaml } });
    }
  }, [yaml]);
  return <div ref={box} />;
}

const token = (name: string): string => `var(--pf-t--global--${name})`;

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: token('color--brand--default') },
  { tag: [tags.string, tags.content], color: token('text--color--regular') },
  { tag: [tags.number, tags.bool, tags.null], color: token('color--status--info--default') },
  { tag: tags.comment, color: token('text--color--subtle') },
]);

const look = EditorView.theme({
  '&': { fontSize: '13px', backgroundColor: 'transparent', color: token('text--color--regular') },
  '&.cm-focused': { outline: `2px solid ${token('color--brand--default')}`, outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: token('font--family--mono'), lineHeight: '20px' },
  '.cm-gutters': { backgroundColor: 'transparent', color: token('text--color--subtle'), border: 'none' },
});

const readOnly = [
  lineNumbers(),
  yamlLanguage(),
  syntaxHighlighting(colours),
  look,
  EditorState.readOnly.of(true),
  EditorView.editable.of(false),
  EditorView.contentAttributes.of({ 'aria-readonly': 'true', tabindex: '0' }),
];
