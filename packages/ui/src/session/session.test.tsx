// @vitest-environment jsdom
import { type Session, signIn, signOut, usePersona as changePersona } from '@vigla/contract/session';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { readPreference } from '../preferences/index.ts';
import { renderView, testSession } from '../test/index.ts';
import { PersonMenu, SignIn } from './index.ts';

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const nobody: Session = { ...testSession, person: null, way: null, ways: ['token'] };
const token = () => screen.getByLabelText<HTMLInputElement>('Token of the cluster');
const enter = (text: string) => {
  fireEvent.change(token(), { target: { value: text } });
  fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
};

describe('the way in', () => {
  it('sends the token once, and forgets it', async () => {
    const { sent } = renderView(<SignIn session={nobody} brand="Vigla" />, new Map([[signIn, { body: testSession }]]));
    enter('sha256~abc');
    await waitFor(() => expect(token().value).toBe(''));
    expect(sent.filter(({ method }) => method === 'POST')).toEqual([
      expect.objectContaining({ url: '/api/v1/session', body: { token: 'sha256~abc' } }),
    ]);
    expect(JSON.stringify([localStorage, sessionStorage])).not.toContain('sha256~abc');
  });

  it.each([
    [401, 'not_signed_in', 'The token has expired.', 'The cluster does not accept this token.'],
    [429, 'too_many_requests', 'Wait 30 s.', 'Too many requests.'],
    [502, 'source_unavailable', 'It refused the connection.', 'The Kubernetes API could not be read.'],
  ])('says why it stays shut (HTTP %d)', async (status, code, detail, title) => {
    renderView(
      <SignIn session={nobody} brand="Vigla" />,
      new Map([[signIn, { status, body: { code, detail, ...(code === 'source_unavailable' && { source: 'kubernetes' }) } }]]),
    );
    enter('wrong');
    const refusal = await screen.findByRole('alert');
    expect(refusal.textContent).toContain(title);
    expect(refusal.textContent).toContain(detail);
    expect(token().type).toBe('password');
  });

  it('offers no form where there is no way', () => {
    renderView(<SignIn session={{ ...nobody, ways: [] }} brand="Vigla" />);
    expect(screen.queryByRole('button')).toBeNull();
    expect(screen.getByText(/offers no way to sign in from here/)).toBeDefined();
  });
});

describe('the menu of a person', () => {
  const open = (session: Session, answers = new Map()) => {
    const rendered = renderView(<PersonMenu session={session} />, answers);
    fireEvent.click(screen.getByRole('button', { name: /^Account of/ }));
    return rendered;
  };
  const item = (name: string) => screen.findByRole('menuitem', { name });

  it('says who one is and by which way one came', async () => {
    open({ ...testSession, person: { username: 'system:serviceaccount:shop:viewer', groups: [] }, way: 'token', readOnly: true });
    await screen.findByText('system:serviceaccount:shop:viewer');
    expect(screen.getByText(/Signed in by token · read-only/)).toBeDefined();
  });

  it('goes on as another person of the lab', async () => {
    const personas = [
      { id: 'admin', current: true },
      { id: 'viewer', current: false },
    ];
    const { sent } = open({ ...testSession, personas, demo: true }, new Map([[changePersona, { body: testSession }]]));
    fireEvent.click(await item('viewer'));
    await waitFor(() =>
      expect(sent.find(({ method }) => method === 'PUT')).toMatchObject({ url: '/api/v1/session/persona', body: { persona: 'viewer' } }),
    );
  });

  it('lets one out who came by token, and only those', async () => {
    const { sent, unmount } = open({ ...testSession, way: 'token' }, new Map([[signOut, { body: nobody }]]));
    fireEvent.click(await item('Sign out'));
    await waitFor(() => expect(sent.some(({ method, url }) => method === 'DELETE' && url === '/api/v1/session')).toBe(true));
    unmount();
    open(testSession);
    await item('Dark');
    expect(screen.queryByRole('menuitem', { name: 'Sign out' })).toBeNull();
  });

  it('keeps theme and language for the next time', async () => {
    open(testSession);
    fireEvent.click(await item('Dark'));
    expect(readPreference('theme')).toBe('dark');
    fireEvent.click(screen.getByRole('button', { name: /^Account of/ }));
    fireEvent.click(await item('Deutsch'));
    expect(readPreference('language')).toBe('de');
  });
});
