/** A way to a device's shell. What differs between a local shell and SSH ends here. */
import type { OrFault } from '../protocol/fault.ts';

/** One connection; several commands may run over it at once. */
export interface Connection {
  start(command: string, listener: ChannelListener): Promise<OrFault<Channel>>;
  close(): void;
  /** Called once, when the connection is gone, with why. */
  onLost(listener: (why: string) => void): void;
}

/** A command that runs, its input open. */
export interface Channel {
  write(text: string): void;
  end(): void;
  /** Ends the command's side without waiting. */
  destroy(): void;
}

export interface ChannelListener {
  readonly onData: (chunk: Buffer) => void;
  /** After the last data; the exit status where the other side told one. */
  readonly onClosed: (status: number | undefined) => void;
}
