/** What a device must have before its first step: bindings, settings, where packages are. */
import { quote, word } from '../device/quote.ts';
import type { VersionServer } from '../planning/resolved.ts';
import type { FaultValue } from '../protocol/fault.ts';
import type { DeviceContext } from './context.ts';

export function openingLines(context: DeviceContext): readonly string[] | FaultValue {
  const servers = serverLines(context);
  if (typeof servers !== 'string') return servers;
  const { services } = context.device;
  return [
    ...bindingLines(context),
    ...(services === undefined ? [] : [`kit_setting services ${word(services)}`]),
    `kit_servers ${quote(servers)}`,
  ];
}

function bindingLines({ plan, device, script }: DeviceContext): readonly string[] {
  const bindings = script.uses.map(
    (name) => [name, plan.primitives[name]?.bindings[device.platform] ?? ''] as const,
  );
  const all = [['platform', plan.platforms[device.platform] ?? ''] as const, ...bindings];
  return all.map(([name, text]) => `kit_binding ${name} ${quote(text)}`);
}

function serverLines(context: DeviceContext): string | FaultValue {
  const lines: string[] = [];
  for (const server of context.plan.servers) {
    const password = passwordOf(context, server);
    if (typeof password !== 'string') return password;
    lines.push(`${server.url}\t${server.user ?? ''}\t${password}\n`);
  }
  return lines.join('');
}

function passwordOf({ desk }: DeviceContext, server: VersionServer): string | FaultValue {
  return server.password === undefined ? '' : desk.secret(server.password);
}
