/**
 * The Ed25519 keys that an SSH agent holds (draft-ietf-sshm-ssh-agent): they never leave it.
 *
 * Rule 1: a connection for each question, with a time limit that leaves a person time to agree.
 */
import { connect } from 'node:net';
import { fault, isFault } from '../../protocol/fault.ts';
import type { FaultValue, OrFault } from '../../protocol/fault.ts';
import { KEY_TYPE, readKeyBlob } from './public-key.ts';
import { signerOf } from './signer.ts';
import type { Signer } from './signer.ts';
import { readWire, string, uint32 } from './wire.ts';

const ASK_KEYS = 11;
const KEYS = 12;
const ASK_SIGNATURE = 13;
const SIGNATURE = 14;
const MOST_BYTES = 262_144;
const PATIENCE_MS = 60_000;

export async function agentSigners(
  socket: string | undefined = process.env['SSH_AUTH_SOCK'],
): Promise<OrFault<readonly Signer[]>> {
  if (socket === undefined || socket === '')
    return agentFault('there is none: SSH_AUTH_SOCK is not set');
  const answer = await ask(socket, Buffer.from([ASK_KEYS]), KEYS);
  if (isFault(answer)) return answer;
  const blobs = readWire(answer, (reader) =>
    Array.from({ length: Math.min(reader.uint32(), 1_000) }, () => {
      const blob = reader.string();
      reader.string();
      return blob;
    }),
  );
  if (blobs === undefined) return agentFault('what it says can’t be understood');
  const usable = blobs.filter((blob) => readKeyBlob(blob) !== undefined);
  if (usable.length === 0) return agentFault('it holds no Ed25519 key');
  return usable.map((blob) => signerOf(blob, (bytes) => signWith(socket, blob, bytes)));
}

async function signWith(socket: string, blob: Buffer, bytes: Buffer): Promise<OrFault<Buffer>> {
  const fields = [string(blob), string(bytes), uint32(0)];
  const question = Buffer.concat([Buffer.from([ASK_SIGNATURE]), ...fields]);
  const answer = await ask(socket, question, SIGNATURE);
  if (isFault(answer)) return answer;
  const raw = readWire(answer, (outer) =>
    readWire(outer.string(), (reader) =>
      reader.string().toString('latin1') === KEY_TYPE ? reader.string() : undefined,
    ),
  );
  return raw ?? agentFault('what it says can’t be understood');
}

/** What comes after the answer's first byte, which must be this. */
function ask(socket: string, question: Buffer, wanted: number): Promise<OrFault<Buffer>> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    let got = Buffer.alloc(0);
    const end = (result: OrFault<Buffer>): void => {
      connection.destroy();
      resolve(result);
    };
    connection.setTimeout(PATIENCE_MS, () => {
      end(agentFault('it does not answer'));
    });
    connection.on('error', (error) => {
      end(agentFault(error.message));
    });
    connection.on('close', () => {
      end(agentFault('it closed the connection'));
    });
    connection.on('data', (bytes: Buffer) => {
      got = Buffer.concat([got, bytes]);
      const length = got.length < 4 ? 0 : got.readUInt32BE(0);
      if (length > MOST_BYTES) end(agentFault('what it says is too long'));
      else if (got.length >= 5 && got.length >= 4 + length) end(answerIn(got, length, wanted));
    });
    connection.write(string(question));
  });
}

function answerIn(got: Buffer, length: number, wanted: number): OrFault<Buffer> {
  return got[4] === wanted ? got.subarray(5, 4 + length) : agentFault('it refuses');
}

function agentFault(why: string): FaultValue {
  return fault('agent', `the SSH agent can’t be used: ${why}`, {
    hint: 'start one and add the key (`ssh-add`), or name a key’s file with --key',
  });
}
