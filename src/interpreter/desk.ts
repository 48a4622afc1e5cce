/** What the interpreter asks of whoever runs it. Everything that leaves a trace or a secret passes here. */
import type { Order } from '../protocol/messages.ts';
import type { OrFault } from '../protocol/fault.ts';
import type { StepResult } from '../device/frames.ts';

export interface Desk {
  /** Puts on disc what is about to be sent (S6); nothing is sent if it answers with a fault. */
  sent(order: Order | 'download', steps: readonly SentStep[]): Promise<OrFault<'recorded'>>;
  /** A value that a step gave; kept so that a later controller knows it too. */
  captured(name: string, value: unknown): void;
  secret(name: string): OrFault<string>;
  /** Takes known secrets out of what a device printed. */
  redact(text: string): string;
  /** How many characters at the text's end may be a secret's beginning. */
  secretBegun(text: string): number;
  stepBegan(step: SentStep, words: string): void;
  stepEnded(step: SentStep, result: Exclude<StepResult, 'begin'>, ms: number): void;
  stepOutput(step: SentStep, text: string, capped: boolean): void;
}

export interface SentStep {
  readonly no: number;
  /** The checked step's id. */
  readonly step: string;
  readonly line: number;
}
