/** The inventory for a command; what is wrong with it is said here. */
import { loadInventory } from '../inventory/load.ts';
import type { Inventory } from '../inventory/model.ts';
import { sayDiagnostics } from './diagnostics.ts';

export async function loadedInventory(file: string): Promise<Inventory | undefined> {
  const { inventory, diagnostics } = await loadInventory(file);
  sayDiagnostics(diagnostics);
  return inventory;
}
