import 'package:vendor_errors/vendor_errors.dart';

void back() => print('back');
void show(String? text) => print('show $text');
void report(String text) => print('report $text');

void handle(int code) {
  @README@
}

void main() => [@CODES@].forEach(handle);
