import './keys-help.css';
import { Checkbox, Modal, ModalBody, ModalHeader } from '@patternfly/react-core';
import { usePreference } from '../../preferences/index.ts';
import { useWords } from '../../words/index.ts';

const keys = [
  ['arrows', '← → ↑ ↓'],
  ['trouble', '[ ]'],
  ['walk', 'O I'],
  ['open', 'Enter'],
  ['explain', 'E'],
  ['box', 'Space'],
  ['focus', 'F'],
  ['hops', 'Shift F'],
  ['zoom', '+ −'],
  ['fit', '0'],
  ['table', 'T'],
  ['compare', 'C'],
  ['menu', 'Shift F10'],
  ['up', 'Esc'],
  ['help', '?'],
] as const;

const gestures = ['click', 'hover', 'drag', 'pan', 'wheel', 'pinch'] as const;

/** All keys and gestures of the picture. */
export function KeysHelp({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const t = useWords();
  const [letters, setLetters] = usePreference('letterKeys');
  return (
    <Modal variant="medium" isOpen={open} onClose={onClose} aria-labelledby="vigla-keys-title">
      <ModalHeader title={t('find.keys.title')} labelId="vigla-keys-title" />
      <ModalBody>
        <div className="vigla-keys">
          <section>
            <h2>{t('find.keys.keyboard')}</h2>
            <dl>
              {keys.map(([what, key]) => (
                <div key={what}>
                  <dt>
                    {key.split(' ').map((one) => (
                      <kbd key={one}>{one}</kbd>
                    ))}
                  </dt>
                  <dd>{t(`find.keys.${what}`)}</dd>
                </div>
              ))}
            </dl>
          </section>
          <section>
            <h2>{t('find.keys.gestures')}</h2>
            <dl>
              {gestures.map((one) => (
                <div key={one}>
                  <dt>{t(`find.gesture.${one}`)}</dt>
                  <dd>{t(`find.gesture.${one}.what`)}</dd>
                </div>
              ))}
            </dl>
            <Checkbox
              id="vigla-letter-keys"
              label={t('find.keys.letters')}
              description={t('find.keys.letters.what')}
              isChecked={letters}
              onChange={(_, on) => setLetters(on)}
            />
          </section>
        </div>
      </ModalBody>
    </Modal>
  );
}
