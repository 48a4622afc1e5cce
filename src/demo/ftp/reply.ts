/** What the server says to a command. */

/** A reply: code and text; `close` ends the control connection after it. */
export interface Reply {
  readonly text: string;
  readonly close?: boolean;
}

/** A reply thrown out of a handler: what the client asked for can't be had. */
export class Refusal extends Error {
  readonly reply: string;
  constructor(reply: string) {
    super(reply);
    this.reply = reply;
  }
}
