import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Transform } from 'node:stream';
import type { NumberedKey } from './keys.js';

const NONCE = 12;
const TAG = 16;
/** The bytes of a file that are sealed as one. */
const CHUNK = 64 * 1024;

const sealed = (key: Buffer, nonce: Buffer, plain: Uint8Array, about: string): Buffer => {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about));
  const text = cipher.update(plain);
  return Buffer.concat([cipher.final(), cipher.getAuthTag(), text]);
};

const opened = (key: Buffer, nonce: Buffer, tagged: Buffer, about: string): Buffer => {
  // A tag that was cut would be taken for a shorter one.
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG }).setAAD(Buffer.from(about));
  decipher.setAuthTag(tagged.subarray(0, TAG));
  return Buffer.concat([decipher.update(tagged.subarray(TAG)), decipher.final()]);
};

/**
 * Seals under the first of its keys and opens under any: AES-256-GCM, of which the first byte names the key, for rotation. `about` is
 * what a text is of: sealed for one place it does not open in another.
 */
export class Vault {
  readonly #keys: ReadonlyMap<number, Buffer>;
  /** The number of the key of today. */
  readonly current: number;

  constructor(keys: readonly [NumberedKey, ...NumberedKey[]]) {
    this.#keys = new Map(keys.map(({ number, key }) => [number, key]));
    this.current = keys[0].number;
  }

  /** The numbers of the keys that it has. */
  get numbers(): number[] {
    return [...this.#keys.keys()];
  }

  seal(plain: string | Uint8Array, about = ''): Buffer {
    const nonce = randomBytes(NONCE);
    const bytes = typeof plain === 'string' ? Buffer.from(plain) : plain;
    return Buffer.concat([Buffer.of(this.current), nonce, sealed(this.#keys.get(this.current)!, nonce, bytes, about)]);
  }

  /** What was sealed; throws where it was changed, is of something else, or its key is another or not here. */
  open(text: Buffer, about = ''): Buffer {
    const key = this.#keys.get(text[0]!);
    if (!key) throw new Error(`sealed with key ${text[0]}, which is not here`);
    return opened(key, text.subarray(1, 1 + NONCE), text.subarray(1 + NONCE), about);
  }

  /** A new key of its own for many texts, and that key sealed: to change the vault's key is to seal this one anew. */
  newEnvelope(about: string): { dataKey: Buffer; envelope: Envelope } {
    const key = randomBytes(32);
    return { dataKey: this.seal(key, about), envelope: new Envelope(key) };
  }

  /** The envelope again, by its sealed key. */
  envelope(dataKey: Buffer, about: string): Envelope {
    return new Envelope(this.open(dataKey, about));
  }

  /** The same under the key of today. */
  anew(text: Buffer, about = ''): Buffer {
    return this.seal(this.open(text, about), about);
  }
}

/** Texts and one file under a key of their own. */
export class Envelope {
  readonly #texts: Buffer;
  readonly #file: Buffer;

  constructor(key: Buffer) {
    this.#texts = Buffer.from(hkdfSync('sha256', key, '', 'texts', 32));
    this.#file = Buffer.from(hkdfSync('sha256', key, '', 'file', 32));
  }

  seal(plain: string, about: string): Buffer {
    const nonce = randomBytes(NONCE);
    return Buffer.concat([nonce, sealed(this.#texts, nonce, Buffer.from(plain), about)]);
  }

  /** Throws where it was changed, or is of something else. */
  open(text: Buffer, about: string): string {
    return opened(this.#texts, text.subarray(0, NONCE), text.subarray(NONCE), about).toString('utf8');
  }

  /** Seals the file as it passes through, chunk by chunk, each in its place: for one file only. */
  sealing(): Transform {
    let rest: Buffer = Buffer.alloc(0);
    let chunks = 0;
    const piece = (plain: Buffer, isLast: boolean): Buffer => sealed(this.#file, placeOf(chunks++, isLast), plain, '');
    return new Transform({
      transform(bytes: Buffer, _encoding, done) {
        rest = Buffer.concat([rest, bytes]);
        for (; rest.length > CHUNK; rest = rest.subarray(CHUNK)) this.push(piece(rest.subarray(0, CHUNK), false));
        done();
      },
      flush(done) {
        this.push(piece(rest, true));
        done();
      },
    });
  }

  /** The file; throws where it was changed or cut. */
  openFile(file: Buffer): Buffer {
    const plain = Buffer.alloc(Math.max(0, file.length - TAG * Math.ceil(file.length / (CHUNK + TAG))));
    let at = 0;
    for (let chunk = 0, from = 0; from < file.length || chunk === 0; chunk++, from += CHUNK + TAG) {
      const text = file.subarray(from, from + CHUNK + TAG);
      at += opened(this.#file, placeOf(chunk, from + text.length === file.length), text, '').copy(plain, at);
    }
    return plain;
  }
}

// The key is of one file, so that a chunk's place is a nonce that comes once; the last one bears a mark, so that none can be cut off.
function placeOf(chunk: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(NONCE);
  nonce[0] = isLast ? 1 : 0;
  nonce.writeUInt32BE(chunk, NONCE - 4);
  return nonce;
}
