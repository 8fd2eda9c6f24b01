import { describe, expect, it } from 'vitest';
import { open, plainOf, valueOf } from '../evaluate-alone.ts';
import type { Plain } from '../plain.ts';
import { functionNames, functionOf } from './all.ts';

// Expected values: the examples of Microsoft's pages "Template functions" (array, cidr, comparison, date, lambda,
// logical, numeric, object, resource, scope, string), PSRule.Rules.Azure's FunctionTests and Bicep's EvaluationTests;
// .NET's documentation for formats; RFC 5952 for addresses. What they leave open is marked.
const target = {
  level: 'resourceGroup',
  subscriptionId: '11111111-1111-1111-1111-111111111111',
  resourceGroup: 'rg',
} as const;

type Row = readonly [string, Plain];

const tables: Readonly<Record<string, readonly Row[]>> = {
  array: [
    ['array(1)', [1]],
    ["array('efgh')", ['efgh']],
    ["array(createObject('a', 'b'))", [{ a: 'b' }]],
    ['array(createArray(1))', [1]],
    ['createArray()', []],
    ["createArray(1, 'a', null())", [1, 'a', null]],
    [
      "flatten(createArray(createArray('one', 'two'), createArray('three'), createArray('four', 'five')))",
      ['one', 'two', 'three', 'four', 'five'],
    ],
    ["indexFromEnd(createArray('four', 'three', 'two', 'one'), 2)", 'two'],
    ['tryIndexFromEnd(createArray(1), 2)', null],
    ['tryIndexFromEnd(createArray(1), 0)', null],
    ['range(1, 3)', [1, 2, 3]],
    ['range(1, 0)', []],
    ['distinct(createArray(1, 2, 1))', [1, 2]],
  ],
  sequence: [
    ["concat('left', '-', 'right')", 'left-right'],
    ["concat('a', 1)", 'a1'],
    ['concat()', ''],
    ["concat(createArray('1-1', '1-2'), createArray('2-1'))", ['1-1', '1-2', '2-1']],
    ["contains('OneTwoThree', 'e')", true],
    ["contains('OneTwoThree', 'E')", false],
    ["contains('OneTwoThree', 'z')", false],
    ["contains(createObject('one', 'a'), 'three')", false],
    ["contains(createArray('one', 'two'), 'two')", true],
    ['contains(createArray(1, 2), 2)', true],
    ['empty(createArray())', true],
    ['empty(createObject())', true],
    ['empty(null())', true],
    ["empty('a')", false],
    ["first('One Two Three')", 'O'],
    ["first(createArray('one', 'two'))", 'one'],
    ["first('')", ''],
    ['first(createArray())', null],
    ["last('One Two Three')", 'e'],
    ["last(createArray('one', 'two'))", 'two'],
    ["indexOf('test', 't')", 0],
    ["lastIndexOf('test', 't')", 3],
    ["indexOf('abcdef', 'CD')", 2],
    ["lastIndexOf('abcdef', 'AB')", 0],
    ["indexOf('abcdef', 'z')", -1],
    ["indexOf(createArray('one', 'two', 'three', 'two'), 'two')", 1],
    ["lastIndexOf(createArray('one', 'two', 'three', 'two'), 'two')", 3],
    ["indexOf(createArray('one'), 'ONE')", -1],
    ["length(createObject('a', 1, 'b', 2))", 2],
    ["take('one two three', 3)", 'one'],
    ["take('one two three', -100)", ''],
    ["take('one', 100)", 'one'],
    ['take(createArray(1, 2, 3), 2)', [1, 2]],
    ["skip('one two three', -100)", 'one two three'],
    ["skip('one', 100)", ''],
    ["join(createArray('one', 'two'), ',')", 'one,two'],
    ["join(createArray(), ',')", ''],
  ],
  object: [
    [
      "createObject('intProp', 1, 'stringProp', 'abc', 'boolProp', true())",
      { intProp: 1, stringProp: 'abc', boolProp: true },
    ],
    ['createObject()', {}],
    ["createObject('a', 1, 'A', 2)", { A: 2 }],
    [
      "items(createObject('item002', createObject('a', 1), 'item001', 2))",
      [
        { key: 'item001', value: 2 },
        { key: 'item002', value: { a: 1 } },
      ],
    ],
    [
      "items(createObject('b', 1, 'A', 2, 'C', 3))",
      [
        { key: 'A', value: 2 },
        { key: 'b', value: 1 },
        { key: 'C', value: 3 },
      ],
    ],
    ["objectKeys(createObject('A', 1, 'b', 2))", ['A', 'b']],
    [
      "shallowMerge(createArray(createObject('one', createObject('a', 1)), createObject('ONE', createObject('b', 2))))",
      { one: { b: 2 } },
    ],
    [
      "union(createObject('a', createObject('b', 1)), createObject('A', createObject('c', 2)))",
      { a: { b: 1, c: 2 } },
    ],
    [
      "union(createObject('a', 'b'), createObject('e', 'f'), createObject('i', 'j'))",
      { a: 'b', e: 'f', i: 'j' },
    ],
    ["union(createObject('a', createArray(1)), createObject('a', createArray(2)))", { a: [2] }],
    ["union(createObject('a', 1), createObject('a', null()))", { a: null }],
    [
      "union(createArray(createObject('a', 1)), createArray(createObject('A', 1), 1, '1'))",
      [{ a: 1 }, 1, '1'],
    ],
    ['intersection(createArray(1, 2), createArray(2, 3), createArray(4, 2))', [2]],
    [
      "intersection(createObject('a', createObject('b', 1, 'c', 2)), createObject('a', createObject('b', 1, 'c', 3)))",
      { a: { b: 1 } },
    ],
    ["tryGet(createObject('a', 1), 'b')", null],
    ['tryGet(createArray(1, 2), 1)', 2],
    ['null()', null],
  ],
  lambda: [
    [
      "map(createArray('Evie', 'Casper'), lambda('d', format('Hello {0}!', lambdaVariables('d'))))",
      ['Hello Evie!', 'Hello Casper!'],
    ],
    [
      "map(createArray('a', 'b'), lambda('x', 'i', format('{0}{1}', lambdaVariables('X'), lambdaVariables('i'))))",
      ['a0', 'b1'],
    ],
    ["filter(createArray(1, 2, 3), lambda('x', 'i', less(lambdaVariables('i'), 1)))", [1]],
    [
      "reduce(createArray(1, 2, 3), 0, lambda('a', 'b', add(lambdaVariables('a'), lambdaVariables('b'))))",
      6,
    ],
    ["reduce(createArray(), 'x', lambda('a', 'b', fail('no')))", 'x'],
    [
      "toObject(createArray('a', 'b'), lambda('x', lambdaVariables('x')), lambda('x', concat(lambdaVariables('x'), '!')))",
      { a: 'a!', b: 'b!' },
    ],
    ["toObject(createArray('a'), lambda('x', lambdaVariables('x')))", { a: 'a' }],
    [
      "groupBy(createArray('ab', 'ac', 'b'), lambda('x', take(lambdaVariables('x'), 1)))",
      { a: ['ab', 'ac'], b: ['b'] },
    ],
    ["mapValues(createObject('a', 1), lambda('v', createArray(lambdaVariables('v'))))", { a: [1] }],
    [
      "sort(createArray('b1', 'a1', 'b2', 'a2'), lambda('x', 'y', less(take(lambdaVariables('x'), 1), take(lambdaVariables('y'), 1))))",
      ['a1', 'a2', 'b1', 'b2'],
    ],
    [
      "map(createArray(1, 2), lambda('x', map(createArray(10), lambda('y', add(lambdaVariables('x'), lambdaVariables('y'))))))",
      [[11], [12]],
    ],
    [
      "map(createArray(1), lambda('x', map(createArray(2), lambda('x', lambdaVariables('x')))))",
      [[2]],
    ],
  ],
  numeric: [
    ['add(-5, 3)', -2],
    ['mod(-7, 3)', -1],
    ['mod(7, -3)', 1],
    ['div(7, -2)', -3],
    ["int('4')", 4],
    ["int('-4')", -4],
    ['int(4)', 4],
    ["float('3.0')", 3],
    ["float('1.5')", 1.5],
    ['min(createArray(6, 4), 8)', 4],
    ['max(createArray(6, 4), 8)', 8],
    ['max(createArray(6, 4), createArray(8))', 8],
    ['mul(3037000500, 3037000499)', 9223372033963249500n],
    ['equals(9223372036854775807, add(9223372036854775806, 1))', true],
  ],
  logical: [
    ["bool('TRUE')", true],
    ["bool('false')", false],
    ['bool(true())', true],
    ['not(false())', true],
    ['and(true(), true(), false())', false],
    ['or(false(), false(), true())', true],
    ["if(equals('a', 'a'), 'yes', 'no')", 'yes'],
    ['coalesce(null(), null())', null],
    ["equals('a', 'A')", false],
    ["equals(createObject('a', 1), createObject('A', 1))", true],
    ["equals(createObject('a', 1), createObject('a', 1, 'b', 2))", false],
    ['equals(createArray(1, 2), createArray(2, 1))', false],
    ["equals(1, '1')", false],
    ['equals(null(), null())', true],
    ["equals(null(), '')", false],
    ["greater('A', 'a')", true],
    ["less('Test1', 'Test2')", true],
    ["greaterOrEquals('Test1', 'Test1')", true],
    ['lessOrEquals(1, 1)', true],
  ],
  string: [
    ["endsWith('abcdef', 'e')", false],
    [
      "format('>{0}<>{1}<>{2}<>{3}<', false(), 12948, createObject('a', 'b', '!c', 2), createArray(true(), 2893, 'abc'))",
      ">False<>12948<>{'a':'b','!c':2}<>[true,2893,'abc']<",
    ],
    ["format('{{{0}}} {1}', 'a', null())", '{a} '],
    ["format('[{0,6}][{0,-6}]', 'abc')", '[   abc][abc   ]'],
    [
      "format('{0:D5} {1:X4} {2:x} {3:F2} {4:P0}', 42, 255, 255, 3, 12)",
      '00042 00FF ff 3.00 1,200 %',
    ],
    ["format('{0:000} {1:0.0} {2:#,##0}', 7, 3, 1234567)", '007 3.0 1,234,567'],
    ["format('{0:N2}', -1234)", '-1,234.00'],
    ["format('{0:N0}', 'text')", 'text'],
    ["format('{0:E2}', 12345)", '1.23E+004'],
    ["format('{0}{1}{0}', 'a', 'b')", 'aba'],
    ["padLeft('123', 10, '0')", '0000000123'],
    ["padLeft('123', 10)", '       123'],
    ["padLeft(7, 3, '0')", '007'],
    ["padLeft('1234', 3, '0')", '1234'],
    ["replace('This is a test', 'i', 'b')", 'Thbs bs a test'],
    ["replace('aAa', 'a', '')", 'A'],
    ["split('one,two,three', ',')", ['one', 'two', 'three']],
    ["split('one;two,three', createArray(',', ';'))", ['one', 'two', 'three']],
    ["split('a--b-c', createArray('--', '-'))", ['a', 'b', 'c']],
    ["split('abc', '')", ['abc']],
    ['string(5)', '5'],
    ['string(true())', 'True'],
    ["string(createArray('a', 1, true(), null()))", '["a",1,true,null]'],
    ["substring('one two three', 4, 3)", 'two'],
    ["substring('This is a test', 10)", 'test'],
    ["substring('abc', 3)", ''],
    ["toLower('One TWO')", 'one two'],
    ["toUpper('One')", 'ONE'],
    ["trim('    one two three   ')", 'one two three'],
    ["guid('a', 'b')", '2d796349-8c7e-55ec-9624-54ece82ed031'],
    ["startsWith('abcdef', 'AB')", true],
    // Nothing documents like(); `*` for any text is how policies have it.
    ["like('abcdef', 'a*c*')", true],
    ["like('', '***')", true],
    ["like('a', 'b')", false],
    ["like('ab', 'a*ab')", false],
    ["like('abc**def', '*def')", true],
  ],
  encoding: [
    ["base64('one, two, three')", 'b25lLCB0d28sIHRocmVl'],
    ["base64('ü')", 'w7w='],
    ["base64ToString('w7w=')", 'ü'],
    ["dataUriToString('data:;base64,SGVsbG8sIFdvcmxkIQ==')", 'Hello, World!'],
    ["dataUriToString('data:,SGVsbG8sIFdvcmxkIQ==')", 'SGVsbG8sIFdvcmxkIQ=='],
    ["dataUriToString('data:text/plain;charset=utf8;base64,SGVsbG8=')", 'Hello'],
    ["dataUriToString('data:,a%20b')", 'a b'],
    ["json('null')", null],
    ['json(\'{"a": "b"}\')', { a: 'b' }],
    ['json(\'"test"\')', 'test'],
    ["json('[1,2,3]')", [1, 2, 3]],
    ["json('9223372036854775807')", 9223372036854775807n],
    ["json('1.5')", 1.5],
    ['json(\'{"a": "[not(an expression)]"}\').a', '[not(an expression)]'],
  ],
  uri: [
    ["uri('http://contoso.org/firstpath', 'myscript.sh')", 'http://contoso.org/myscript.sh'],
    ["uri('http://contoso.org/firstpath/', '/myscript.sh')", 'http://contoso.org/myscript.sh'],
    [
      "uri('http://contoso.org/firstpath/azuredeploy.json', 'myscript.sh')",
      'http://contoso.org/firstpath/myscript.sh',
    ],
    [
      "uri('http://contoso.org/firstpath/azuredeploy.json/', 'myscript.sh')",
      'http://contoso.org/firstpath/azuredeploy.json/myscript.sh',
    ],
    ["uri('https://a.b/c/d.json?token', 'nested/e.json')", 'https://a.b/c/nested/e.json'],
    [
      "uriComponent('http://contoso.com/resources/nested/azuredeploy.json')",
      'http%3A%2F%2Fcontoso.com%2Fresources%2Fnested%2Fazuredeploy.json',
    ],
    ["uriComponent('a b!''()*~')", 'a%20b%21%27%28%29%2A~'],
    ["uriComponentToString('http%3A%2F%2Fcontoso.com%2Fx')", 'http://contoso.com/x'],
    ["uriComponentToString('100%')", '100%'],
    ["parseUri('https://a.b:8443/c/d?e=f').port", 8443],
    [
      "buildUri(createObject('scheme', 'https', 'host', 'a.b', 'path', 'c', 'query', 'd=e'))",
      'https://a.b/c?d=e',
    ],
  ],
  date: [
    // The page's remark: a year is 365 days, a month 30.
    ["dateTimeAdd('2023-01-01 00:00:00Z', 'P1Y')", '2024-01-01T00:00:00Z'],
    ["dateTimeAdd('2024-01-01 00:00:00Z', 'P1Y')", '2024-12-31T00:00:00Z'],
    ["dateTimeAdd('2023-02-01 00:00:00Z', 'P1M')", '2023-03-03T00:00:00Z'],
    ["dateTimeAdd('2024-02-01 00:00:00Z', 'P1M')", '2024-03-02T00:00:00Z'],
    ["dateTimeAdd('2023-01-31 00:00:00Z', 'P1M')", '2023-03-02T00:00:00Z'],
    ["dateTimeAdd('2020-04-07 14:53:14Z', '-P9D', 'u')", '2020-03-29 14:53:14Z'],
    ["dateTimeAdd('2020-04-07T14:53:14Z', 'PT1H', 'yyyy-MM-dd HH:mm')", '2020-04-07 15:53'],
    ["dateTimeAdd('20200407T145314Z', 'PT0S')", '2020-04-07T14:53:14Z'],
    ["dateTimeAdd('2020-04-07T14:53:14+02:00', 'PT0S')", '2020-04-07T12:53:14Z'],
    ["dateTimeAdd('2020-04-07', 'P1DT1M', 'M d, h:mm tt')", '4 8, 12:01 AM'],
    ["dateTimeAdd('2020-04-07 14:53:14Z', 'P3Y', 'G')", '04/07/2023 14:53:14'],
    ["dateTimeAdd('2020-04-07 14:53:14Z', 'PT0S', 'r')", 'Tue, 07 Apr 2020 14:53:14 GMT'],
    ["dateTimeAdd('2020-04-07 14:53:14Z', 'PT0S', 'dddd, MMMM d yyyy')", 'Tuesday, April 7 2020'],
    ["dateTimeAdd('2020-04-07 14:53:14.5Z', 'PT0S', 'o')", '2020-04-07T14:53:14.5000000Z'],
    ["dateTimeToEpoch('2023-05-02T15:16:13Z')", 1683040573],
    ['dateTimeFromEpoch(1683040573)', '2023-05-02T15:16:13Z'],
    ["dateTimeToEpoch(dateTimeAdd('1970-01-01', 'P1Y'))", 31536000],
  ],
  cidr: [
    [
      "parseCidr('10.144.0.0/20')",
      {
        network: '10.144.0.0',
        netmask: '255.255.240.0',
        broadcast: '10.144.15.255',
        firstUsable: '10.144.0.1',
        lastUsable: '10.144.15.254',
        cidr: 20,
      },
    ],
    ["parseCidr('10.0.0.77/24').network", '10.0.0.0'],
    ["parseCidr('10.0.0.1/32').broadcast", '10.0.0.1'],
    ["parseCidr('0.0.0.0/0').netmask", '0.0.0.0'],
    ["parseCidr('::/0').lastUsable", 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ["cidrSubnet('10.144.0.0/20', 24, 0)", '10.144.0.0/24'],
    ["cidrSubnet('10.0.0.0/24', 24, 0)", '10.0.0.0/24'],
    ["cidrHost('2001:db8::/64', 0)", '2001:db8::1'],
    ["cidrHost('2001:db8:0:0:1:0:0:0/80', 0)", '2001:db8::1:0:0:1'],
  ],
  scope: [
    [
      "resourceId('A.B/c', 'x')",
      '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/A.B/c/x',
    ],
    [
      "resourceId('A.B/c/d', 'x', 'y')",
      '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/A.B/c/x/d/y',
    ],
    [
      "resourceId('00000000-0000-0000-0000-000000000000', 'rg-test', 'A.B/c', 'x')",
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-test/providers/A.B/c/x',
    ],
    [
      "resourceId('A.B/c', 'A.B/c', 'x')",
      '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/A.B/c/providers/A.B/c/x',
    ],
    [
      "subscriptionResourceId('A.B/c', 'x')",
      '/subscriptions/11111111-1111-1111-1111-111111111111/providers/A.B/c/x',
    ],
    [
      "subscriptionResourceId('Microsoft.Resources/resourceGroups', 'x')",
      '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/x',
    ],
    ["tenantResourceId('A.B/c/d/e', 'x', 'y', 'z')", '/providers/A.B/c/x/d/y/e/z'],
    [
      "managementGroupResourceId('mg', 'A.B/c', 'x')",
      '/providers/Microsoft.Management/managementGroups/mg/providers/A.B/c/x',
    ],
    [
      "extensionResourceId(resourceId('A.B/c', 'x'), 'C.D/e', 'y')",
      '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/A.B/c/x/providers/C.D/e/y',
    ],
    ['resourceGroup().name', 'rg'],
    ['subscription().id', '/subscriptions/11111111-1111-1111-1111-111111111111'],
    ['environment().suffixes.storage', 'core.windows.net'],
  ],
  policy: [
    ["addDays('2019-10-26T00:00:00.0000000Z', 1)", '2019-10-27T00:00:00.0000000Z'],
    ["ipRangeContains('10.0.0.0/8', '10.1.2.3')", true],
    ["ipRangeContains('10.0.0.0/8', '10.0.0.1-11.0.0.1')", false],
    ["ipRangeContains('10.0.0.0/8', '::1')", false],
  ],
};

describe.each(Object.entries(tables))('functions of %s', (_, rows) => {
  it.each(rows)('%s', (expression, value) => {
    expect(plainOf(`[${expression}]`, { target })).toEqual(value);
  });
});

describe('functions refuse', () => {
  it.each([
    ["int('one')", "'one' is no whole number"],
    ["int('99999999999999999999')", 'does not fit into 64 bits'],
    ['add(9223372036854775807, 1)', 'does not fit into 64 bits'],
    ['mul(9223372036854775807, 2)', 'does not fit into 64 bits'],
    ['div(8, 0)', 'the second argument is 0'],
    ['mod(8, 0)', 'the second argument is 0'],
    ['div(-9223372036854775808, -1)', 'does not fit into 64 bits'],
    ["bool('yes')", "'yes' is no bool"],
    ["float('one')", 'is to be an int or a text that is a number'],
    ['range(0, 10001)', 'is not within 0 to 10000'],
    ['range(0, -1)', 'is not within 0 to 10000'],
    ['min(createArray())', 'of an empty array'],
    ["max('one', 'two')", 'takes ints, not a string'],
    ["substring('abc', 1, 5)", 'leaves the text'],
    ["substring('abc', -1)", 'leaves the text'],
    ["replace('a', '', 'b')", 'is empty'],
    ["format('{0')", 'is no format'],
    ["format('{1}', 'a')", 'names {1}, but there are 1 values'],
    ["format('{0:Z9}', 1)", 'which does not fit'],
    ["padLeft('a', 3, 'xy')", 'is to be one character'],
    ["concat('a', createArray(1))", 'is to be an array, it is a string'],
    ["concat('a', createObject())", 'is to be a string, it is an object'],
    ["createObject('a')", 'takes names and values in pairs'],
    ["createObject('a', 1, 'a', 2)", "repeats the name 'a'"],
    ['union(createArray(), createObject())', 'is to be an array, it is an object'],
    ['flatten(createArray(1))', 'takes an array of arrays'],
    ['indexFromEnd(createArray(1), 2)', 'the array has 1 items'],
    [
      "toObject(createArray('a', 'A'), lambda('x', lambdaVariables('x')))",
      "two items have the key 'A'",
    ],
    ["map('a', lambda('x', 1))", 'is to be an array'],
    ["map(createArray(1), 'x')", 'is to be a lambda'],
    ['map(createArray(1), lambda(1))', 'is to be a lambda of 1 to 2 names'],
    ["filter(createArray(1), lambda('x', 1))", 'is to give a bool'],
    ["sort(createArray(1, 2), lambda('x', 'y', 1))", 'is to give a bool'],
    ["lambdaVariables('x')", 'no lambda around this declares'],
    ["lambda('x', 1)", 'stands only as an argument'],
    ["json('{')", 'the text is no JSON'],
    ["base64ToString('###')", 'is no base64'],
    ["base64ToJson('YQ==')", 'the text is no JSON'],
    ["dataUriToString('SGVsbG8=')", 'is no data URI'],
    ["uri('no', 'x')", "'no' is no URI"],
    ["dateTimeAdd('yesterday', 'P1D')", 'is no date'],
    ["dateTimeAdd('2023-02-30', 'P1D')", 'is no date'],
    ["dateTimeAdd('2020-01-01', '1 day')", 'is no duration'],
    ["dateTimeAdd('2020-01-01', 'P')", 'is no duration'],
    ["dateTimeAdd('2020-01-01', 'P9999Y')", 'outside the years'],
    ["dateTimeAdd('2020-01-01', 'P1D', 'Q')", 'is no format of dates'],
    ["parseCidr('10.0.0.0')", 'is no range'],
    ["parseCidr('10.0.0.0/33')", 'is no range'],
    ["parseCidr('300.0.0.0/8')", 'is no range'],
    ["cidrSubnet('10.0.0.0/24', 8, 0)", 'is not within 24 to 32'],
    ["cidrSubnet('10.0.0.0/24', 26, 4)", 'is larger than the range'],
    ["cidrHost('10.0.0.0/30', 2)", 'is larger than the range'],
    ["resourceId('A.B/c', 'x', 'y')", 'no argument is a type'],
    ["resourceId('a', 'b')", 'no argument is a type'],
    ["managementGroupResourceId('A.B/c', 'x')", 'managementGroup() does not exist'],
  ])('%s: %s', (expression, message) => {
    expect(() => valueOf(`[${expression}]`)).toThrow(message);
  });
});

describe('scopes of deployments', () => {
  const subscription = { level: 'subscription', subscriptionId: 's' } as const;
  it.each([
    [subscription, "resourceId('A.B/c', 'x')", '/subscriptions/s/providers/A.B/c/x'],
    [subscription, "resourceId('t', 'A.B/c', 'x')", '/subscriptions/t/providers/A.B/c/x'],
    [
      subscription,
      "resourceId('Microsoft.Resources/resourceGroups', 'x')",
      '/subscriptions/s/resourceGroups/x',
    ],
    [{ level: 'tenant' } as const, "resourceId('A.B/c', 'x')", '/providers/A.B/c/x'],
    [
      { level: 'managementGroup', managementGroup: 'mg' } as const,
      "resourceId('A.B/c', 'x')",
      '/providers/Microsoft.Management/managementGroups/mg/providers/A.B/c/x',
    ],
    [{ level: 'managementGroup', managementGroup: 'mg' } as const, 'managementGroup().name', 'mg'],
  ])('%j: %s', (where, expression, value) => {
    expect(plainOf(`[${expression}]`, { target: where })).toBe(value);
  });

  it.each([
    ['subscription', 'resourceGroup()'],
    ['tenant', 'subscription()'],
    ['resourceGroup', 'managementGroup()'],
  ] as const)('at %s level there is no %s', (level, expression) => {
    expect(() => valueOf(`[${expression}]`, { target: { level } })).toThrow(
      'does not exist in a deployment',
    );
  });
});

describe('loops and time', () => {
  const overrides = {
    copyIndex: (loop: string | undefined) => valueOf(loop === 'outer' ? 7 : 2),
    now: new Date('2020-04-07T14:53:14Z'),
  };
  it.each([
    ['copyIndex()', 2],
    ['copyIndex(1)', 3],
    ["copyIndex('outer')", 7],
    ["copyIndex('outer', 10)", 17],
    ['utcNow()', '20200407T145314Z'],
    ["utcNow('d')", '04/07/2020'],
    ["utcNow('u')", '2020-04-07 14:53:14Z'],
  ])('%s is %j', (expression, value) => {
    expect(plainOf(`[${expression}]`, { overrides })).toBe(value);
  });

  it('adds an offset to an index that is not known', () => {
    const unknown = { copyIndex: () => open('n', 'int') };
    expect(valueOf('[copyIndex(1)]', { overrides: unknown })).toMatchObject({
      kind: 'unknown',
      type: 'int',
    });
  });
});

describe('what resources give', () => {
  it('is asked of the surroundings with the mode', () => {
    const asked: unknown[] = [];
    const overrides = {
      resource: (request: { kind: string; isFull: boolean; apiVersion: unknown }) => {
        asked.push([request.kind, request.isFull, request.apiVersion !== undefined]);
        return valueOf({ outputs: { x: { value: 5 } } });
      },
    };
    expect(plainOf("[reference('a').outputs.x.value]", { overrides })).toBe(5);
    plainOf("[reference('a', '2020-01-01')]", { overrides });
    plainOf("[reference('a', '2020-01-01', 'Full')]", { overrides });
    plainOf("[reference('a', 'full')]", { overrides });
    plainOf("[references('loop')]", { overrides });
    plainOf("[resourceInfo('a')]", { overrides });
    expect(asked).toEqual([
      ['reference', false, false],
      ['reference', false, true],
      ['reference', true, true],
      ['reference', true, false],
      ['references', false, false],
      ['resourceInfo', false, false],
    ]);
  });
});

describe('the list of functions', () => {
  it('has no name twice', () => {
    const lower = functionNames.map((name) => name.toLowerCase());
    expect(new Set(lower).size).toBe(lower.length);
  });

  it('finds each without case', () => {
    for (const name of functionNames) expect(functionOf(name.toUpperCase())).toBeDefined();
  });
});
