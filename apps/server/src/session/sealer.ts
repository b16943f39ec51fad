import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Seals texts so that only this server can read them and nobody can change them. */
export interface Sealer {
  seal(text: string): string;
  /** Null for anything that was not sealed with one of our keys: cut, changed, made up, of another version. `current`: with the newest key. */
  open(sealed: string): { readonly text: string; readonly current: boolean } | null;
  /** A value that only this server can compute from `text`. Does not reveal it. */
  sign(text: string): string;
}

/** The first byte of a sealed text. Raise it when the shape inside changes: older ones are then no session. */
const version = 1;
const ivBytes = 12;
const tagBytes = 16;
const purpose = Buffer.from('vigla session');

/**
 * A sealer with AES-256-GCM. The first secret seals; all of them open, so that a secret can be replaced without signing people out.
 * Without any secret it makes one up: sessions then end with the process.
 */
export function createSealer(secrets: readonly string[]): Sealer {
  const roots = secrets.length > 0 ? secrets.map((secret) => Buffer.from(secret, 'utf8')) : [randomBytes(32)];
  const keys = roots.map((root) => derive(root, 'cookie'));
  const [sealing = randomBytes(32)] = keys;
  const signing = derive(roots[0] ?? randomBytes(32), 'signature');
  return {
    seal(text) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', sealing, iv, { authTagLength: tagBytes }).setAAD(header());
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(version), iv, cipher.getAuthTag(), body]).toString('base64url');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length <= 1 + ivBytes + tagBytes || bytes[0] !== version) return null;
      for (const [at, key] of keys.entries()) {
        const text = opened(bytes, key);
        if (text !== null) return { text, current: at === 0 };
      }
      return null;
    },
    sign: (text) => createHmac('sha256', signing).update(text, 'utf8').digest('base64url'),
  };
}

const derive = (root: Buffer, use: string): Buffer => Buffer.from(hkdfSync('sha256', root, '', `vigla ${use}`, 32));
const header = (): Buffer => Buffer.concat([Buffer.of(version), purpose]);

function opened(bytes: Buffer, key: Buffer): string | null {
  const iv = bytes.subarray(1, 1 + ivBytes);
  const tag = bytes.subarray(1 + ivBytes, 1 + ivBytes + tagBytes);
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes }).setAAD(header()).setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(bytes.subarray(1 + ivBytes + tagBytes)), decipher.final()]).toString('utf8');
  } catch {
    // The only thing that throws here is a seal that does not fit: the answer to "is it ours?" is no.
    return null;
  }
}
