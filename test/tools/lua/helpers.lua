-- What the compiled steps call where Lua has no word for it. The compiler's own helpers do more (callbacks with an
-- index, holes, `this`) and cost more. A script gets those that it uses; each stands alone.

local function __TS__ArrayAt(list, index)
  if index < 0 then index = #list + index end
  return list[index + 1]
end

local function __TS__ArrayConcat(first, second)
  local all, length = {}, #first
  for i = 1, length do all[i] = first[i] end
  for i = 1, #second do all[length + i] = second[i] end
  return all
end

local function __TS__ArrayEvery(list, test)
  for i = 1, #list do
    if not test(list[i]) then return false end
  end
  return true
end

local function __TS__ArrayFilter(list, test)
  local kept, count = {}, 0
  for i = 1, #list do
    local item = list[i]
    if test(item) then
      count = count + 1
      kept[count] = item
    end
  end
  return kept
end

local function __TS__ArrayFind(list, test)
  for i = 1, #list do
    if test(list[i]) then return list[i] end
  end
  return nil
end

local function __TS__ArrayFindIndex(list, test)
  for i = 1, #list do
    if test(list[i]) then return i - 1 end
  end
  return -1
end

local function __TS__ArrayFlatMap(list, make)
  local all, length = {}, 0
  for i = 1, #list do
    local made = make(list[i])
    for j = 1, #made do all[length + j] = made[j] end
    length = length + #made
  end
  return all
end

local function __TS__ArrayIncludes(list, item)
  for i = 1, #list do
    if list[i] == item then return true end
  end
  return false
end

local function __TS__ArrayMap(list, make)
  local made = {}
  for i = 1, #list do made[i] = make(list[i]) end
  return made
end

local function __TS__ArrayPush(list, ...)
  for i = 1, select('#', ...) do list[#list + 1] = select(i, ...) end
  return #list
end

local function __TS__ArrayPushArray(list, items)
  local length = #list
  for i = 1, #items do list[length + i] = items[i] end
  return #list
end

local function __TS__ArrayReduce(list, add, sum)
  for i = 1, #list do sum = add(sum, list[i]) end
  return sum
end

local function __TS__ArrayReverse(list)
  local length = #list
  for i = 1, math.floor(length / 2) do
    list[i], list[length + 1 - i] = list[length + 1 - i], list[i]
  end
  return list
end

local function __TS__ArraySlice(list, first, last)
  local length = #list
  if first < 0 then first = math.max(length + first, 0) end
  if last == nil or last > length then last = length end
  if last < 0 then last = length + last end
  local part = {}
  for i = first + 1, last do part[i - first] = list[i] end
  return part
end

local function __TS__ArraySome(list, test)
  for i = 1, #list do
    if test(list[i]) then return true end
  end
  return false
end

local function __TS__Number(value)
  return value and 1 or 0
end

local function __TS__ObjectAssign(target, source, ...)
  -- It may be false: `...(known && { s })`
  if source then
    for name, value in pairs(source) do target[name] = value end
  end
  if select('#', ...) > 0 then return __TS__ObjectAssign(target, ...) end
  return target
end

local function __TS__ObjectKeys(record)
  local names = {}
  for name in pairs(record) do names[#names + 1] = name end
  return names
end
