import { Button } from '@patternfly/react-core';
import { ExpandIcon, MagicIcon, SearchMinusIcon, SearchPlusIcon, UndoIcon } from '@patternfly/react-icons';
import type { ReactNode } from 'react';
import { useWords } from '../../words/index.ts';

interface PictureControlsProps {
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
  readonly onTidyUp: () => void;
  readonly onUndoTidyUp: (() => void) | null;
  /** More of the kind, beside them. */
  readonly children?: ReactNode;
}

/** Zoom, fit and tidy up, at the lower left of the picture. */
export function PictureControls({ onZoom, onFit, onTidyUp, onUndoTidyUp, children }: PictureControlsProps) {
  const t = useWords();
  return (
    <div className="vigla-graph-control-groups">
      <div className="vigla-graph-controls" role="group" aria-label={t('graph.controls')}>
        <Button
          variant="plain"
          icon={<SearchPlusIcon />}
          aria-label={t('graph.controls.zoomIn')}
          title={t('graph.controls.zoomIn')}
          onClick={() => onZoom(1.25)}
        />
        <Button
          variant="plain"
          icon={<SearchMinusIcon />}
          aria-label={t('graph.controls.zoomOut')}
          title={t('graph.controls.zoomOut')}
          onClick={() => onZoom(0.8)}
        />
        <Button
          variant="plain"
          icon={<ExpandIcon />}
          aria-label={t('graph.controls.fit')}
          title={t('graph.controls.fit')}
          onClick={onFit}
        />
        <Button
          variant="plain"
          icon={<MagicIcon />}
          aria-label={t('graph.controls.tidyUp')}
          title={t('graph.controls.tidyUp')}
          onClick={onTidyUp}
        />
        {onUndoTidyUp && (
          <Button
            variant="plain"
            icon={<UndoIcon />}
            aria-label={t('graph.controls.undoTidyUp')}
            title={t('graph.controls.undoTidyUp')}
            onClick={onUndoTidyUp}
          />
        )}
      </div>
      {children}
    </div>
  );
}
