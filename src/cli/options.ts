/** What commands' options are once they are parsed, and how a command ends. */

/** What each command's action hands its exit code to. */
export type Finish = (exitCode: number) => void;

export type Ui = 'plain' | 'json';

export interface PlanOptions {
  readonly inventory: string;
  /** Where the controller keeps what it has seen. */
  readonly state: string;
  readonly library?: string;
}

export interface RunOptions extends PlanOptions {
  readonly ui: Ui;
  readonly atOnce: number;
  /** Of the devices' dead-man timers, in seconds. */
  readonly lease: number;
}

export interface StateOptions {
  readonly state: string;
  readonly format: 'text' | 'json';
}

export interface BuildOptions {
  readonly out: string;
  readonly release?: string;
  readonly version?: string;
  readonly artifact: readonly string[];
  readonly library?: string;
}
