# Generated from src/protocol/device-table.ts. What a device does with an order, by its state.

# kit_reaction STATE ORDER: gives kit_reacts.
kit_reaction() {
  case $1:$2 in
    idle:prepare | \
      idle:revert | \
      preparing:revert | \
      staged:switch | \
      staged:verify | \
      staged:hold | \
      staged:revert | \
      switch-intent:revert | \
      armed:verify | \
      armed:hold | \
      armed:revert | \
      held:hold | \
      held:revert | \
      voted:confirm | \
      voted:revert | \
      confirmed:finish | \
      confirmed:report | \
      revert-intent:revert | \
      dead:report | \
      broken:revert | \
      broken:report) kit_reacts=do ;;
    idle:inquire | \
      preparing:inquire | \
      staged:inquire | \
      staged:prepare | \
      switch-intent:inquire | \
      armed:inquire | \
      armed:switch | \
      held:inquire | \
      voted:inquire | \
      voted:hold | \
      confirmed:inquire | \
      confirmed:confirm | \
      revert-intent:inquire | \
      dead:inquire | \
      dead:prepare | \
      dead:switch | \
      dead:hold | \
      dead:revert | \
      broken:inquire) kit_reacts=answer ;;
    *) kit_reacts=refuse ;;
  esac
}
