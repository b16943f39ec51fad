import './sign-in.css';
import { signIn, type Session } from '@vigla/contract/session';
import { Button, Title } from '@patternfly/react-core';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useSessionWrite } from '../data/index.ts';
import { problemSentence } from '../problem/index.ts';
import { useWords } from '../words/index.ts';

export interface SignInProps {
  readonly session: Session;
  readonly brand: ReactNode;
}

/** The page of a caller whom the server does not know: a token of the cluster lets them in. */
export function SignIn({ session, brand }: SignInProps) {
  const t = useWords();
  const { send, isSending, error } = useSessionWrite(signIn);
  const [token, setToken] = useState('');
  const id = useId();
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    // The failure is shown from `error`; there is nothing else to do about it here.
    send({ body: { token } }).then(
      () => setToken(''),
      () => undefined,
    );
  };
  const sentence = error && signInSentence(error, t);
  return (
    <main className="vigla-sign-in">
      <form className="vigla-sign-in__card" onSubmit={onSubmit}>
        {brand}
        <Title headingLevel="h1" size="xl">
          {t('session.sign_in')}
        </Title>
        {session.ways.includes('token') ? (
          <>
            <label htmlFor={id}>{t('session.token')}</label>
            <input
              id={id}
              className="vigla-sign-in__token"
              type="password"
              autoComplete="off"
              spellCheck={false}
              value={token}
              aria-describedby={`${id}-help`}
              aria-invalid={sentence ? true : undefined}
              onChange={(event) => setToken(event.target.value)}
            />
            <p id={`${id}-help`} className="vigla-sign-in__help">
              {t('session.token.help')} <code>kubectl create token NAME</code> · <code>oc whoami -t</code>
            </p>
            {sentence && (
              <div role="alert" className="vigla-sign-in__refusal">
                <strong>{sentence.title}.</strong> {sentence.text}
              </div>
            )}
            <Button type="submit" variant="primary" isBlock isLoading={isSending} isDisabled={isSending || token.trim() === ''}>
              {t('session.sign_in')}
            </Button>
            <p className="vigla-sign-in__help">{t('session.token.promise')}</p>
          </>
        ) : (
          <p>{t('session.no_way')}</p>
        )}
      </form>
    </main>
  );
}

/** A refused token is no lost session: the same code says something else here. */
function signInSentence(error: Parameters<typeof problemSentence>[0], t: ReturnType<typeof useWords>) {
  return error.code === 'not_signed_in' ? { title: t('session.refused'), text: error.message } : problemSentence(error, t);
}
