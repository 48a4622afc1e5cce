/**
 * Preloaded (`NODE_OPTIONS=--import=…`) into a controller under test: it kills itself with SIGKILL right
 * before or right after its N-th commit, as CUTOVER_TEST_KILL says: `before:N`, `after:N`; or
 * `count:FILE` appends a line to FILE for each commit and kills nobody.
 *
 * Rule 1: only the controller's process; the command line that starts it is left alone.
 * Rule 2: a commit is a COMMIT, or a statement that writes outside of a transaction.
 */
import { appendFileSync } from 'node:fs';
import { DatabaseSync, StatementSync } from 'node:sqlite';

const [mode = '', argument = ''] = (process.env.CUTOVER_TEST_KILL ?? '').split(/:(.*)/s);
const isController = /controller-main\.[jt]s$/.test(process.argv[1] ?? '');

let commits = 0;
const databaseOf = new WeakMap();

function isCommit(database, sql) {
  if (database.location()?.endsWith('.lock')) return false;
  return (
    /\bCOMMIT\b/i.test(sql) ||
    (!database.isTransaction && /^\s*(INSERT|UPDATE|DELETE|REPLACE)\b/i.test(sql))
  );
}

function around(database, sql, work) {
  if (!isCommit(database, sql)) return work();
  commits += 1;
  if (mode === 'before' && commits === Number(argument)) process.kill(process.pid, 'SIGKILL');
  const result = work();
  if (mode === 'count') appendFileSync(argument, `${sql.trim().slice(0, 60)}\n`);
  if (mode === 'after' && commits === Number(argument)) process.kill(process.pid, 'SIGKILL');
  return result;
}

if (isController && ['before', 'after', 'count'].includes(mode)) {
  const { exec, prepare } = DatabaseSync.prototype;
  const { run } = StatementSync.prototype;
  DatabaseSync.prototype.exec = function (sql) {
    return around(this, sql, () => exec.call(this, sql));
  };
  DatabaseSync.prototype.prepare = function (...words) {
    const statement = prepare.apply(this, words);
    databaseOf.set(statement, this);
    return statement;
  };
  StatementSync.prototype.run = function (...values) {
    return around(databaseOf.get(this), this.sourceSQL, () => run.apply(this, values));
  };
}
